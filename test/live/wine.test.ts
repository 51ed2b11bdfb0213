import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { assertRowsAddUp, parseRows } from "../helpers/csv-rows.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, Running } from "../helpers/run-restrack.ts";
import { Wine } from "../helpers/wine.ts";

// What Wine is not: it has no PowerShell and tells of processes little, so figures are not looked at here.

const live = needs("wine");
let wine: Wine;
before(() => {
  if (live.skip === false) wine = new Wine();
});
after(() => wine?.close());

/** As many as resource-tracker has, too. */
const SHARED_COLUMNS = 32;

test("restrack says its version on Windows", live, () => {
  const { code, stdout, stderr } = wine.restrack(["--version"]);
  assert.equal(stderr, "");
  assert.match(stdout, /^restrack \d+\.\d+\.\d+\n$/);
  assert.equal(code, 0);
});

for (const exitCode of [0, 7, 255, 256, 3_221_225_477]) {
  test(`restrack run ends with ${exitCode} on Windows when the command does`, live, () => {
    // cmd reads it as a signed number.
    assert.deepEqual(wine.restrack(["run", "--quiet", "--", "cmd", "/d", "/c", "exit", String(exitCode | 0)]), { code: exitCode, stdout: "", stderr: "" });
  });
}

test("restrack run ends with 127 on Windows when there is no such command, and with 126 when it is none", live, () => {
  wine.write("C:\\tests\\build.ps1", "exit 0\r\n");
  wine.write("C:\\tests\\here.cmd", "@exit /b 0\r\n");
  const failed = (...command: string[]) => {
    const { code, stderr } = wine.restrack(["run", "--", ...command]);
    return [code, ...stderr.trim().split(/\n\s*/)];
  };
  assert.deepEqual(failed("nosuch"), [127, 'restrack: Cannot run "nosuch": command not found', "check the spelling and PATH"]);
  assert.deepEqual(failed("here"), [127, 'restrack: Cannot run "here": command not found', "use .\\here for a program in this folder"]);
  assert.deepEqual(failed(".\\build.ps1"), [126, 'restrack: Cannot run ".\\build.ps1": Windows starts no .ps1 file by itself', "name the program that runs it: restrack run -- powershell -File C:\\tests\\build.ps1"]);
  assert.equal(wine.restrack(["run", "--quiet", "--", ".\\here"]).code, 0);
});

test("restrack run writes CSV, JSON and page on Windows, into a folder with a blank, and keeps the run", live, () => {
  const { code, stdout, stderr } = wine.restrack(["run", "--interval", "0.5", "--csv", "run 1.csv", "--json", "C:\\out put\\run.json", "--html", ".\\run.html", "--", "ping", "-n", "3", "127.0.0.1"], { cwd: "C:\\out put" });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Reply from/);
  assert.match(stderr, /ping -n 3 127\.0\.0\.1 .* exit 0 .* [3-9] samples\n/);
  const text = wine.read("C:\\out put\\run 1.csv");
  const rows = parseRows(text);
  assert.ok(rows.length >= 3, text);
  const names = Object.keys(rows[0]!);
  assert.deepEqual([names[0], names[21], names[SHARED_COLUMNS - 1]], ["timestamp", "process_pid", "process_gpu_utilized"]);
  const report = JSON.parse(wine.read("C:\\out put\\run.json")) as Report;
  assertRowsAddUp(rows, report);
  assert.deepEqual([report.command, report.cwd, report.exit_code, report.signal], [["ping", "-n", "3", "127.0.0.1"], "C:\\out put", 0, null]);
  // A row that came before the first answer has none.
  const pids = new Set(rows.flatMap((row) => row["process_pid"] ?? []));
  assert.equal(pids.size, 1);
  assert.ok([...pids][0]! > 0 && rows.at(-1)!["process_pid"] !== null);
  assert.match(wine.read("C:\\out put\\run.html"), /^<!doctype html>/i);
  assert.equal((JSON.parse(wine.read("C:\\out put\\run 1.meta.json")) as Report).exit_code, 0);

  const [kept] = JSON.parse(wine.restrack(["list", "--format", "json"]).stdout) as { path: string }[];
  assert.match(kept!.path, /^C:\\users\\[^\\]+\\AppData\\Local\\restrack\\runs\\[\w-]+\.csv$/i);
  assert.equal(wine.restrack(["report", "-o", "last.html", "last"]).stdout, "last.html\n");

  // As an editor of Windows leaves it.
  wine.write("C:\\out put\\crlf.csv", `\uFEFF${text.replaceAll("\n", "\r\n")}`);
  wine.write("C:\\out put\\powershell.csv", Buffer.from(`\uFEFF${text.replaceAll("\n", "\r\n")}`, "utf16le"));
  const statsOf = (file: string) => (JSON.parse(wine.restrack(["stats", "--format", "json", file]).stdout) as Report).stats;
  for (const file of ["C:\\out put\\crlf.csv", "C:/out put/cr*.csv", "'\\out put\\CRLF.*'", "C:\\out put\\power*.csv"]) assert.deepEqual(statsOf(file), report.stats, file);
});

test("restrack run gives /dev/null and NUL what a device gets", live, () => {
  assert.deepEqual(wine.restrack(["run", "--quiet", "--csv", "NUL", "--json", "/dev/null", "--", "cmd", "/c", "exit 3"], { cwd: "C:\\devices" }), { code: 3, stdout: "", stderr: "" });
  assert.equal(wine.restrack(["run", "--quiet", "--", "cmd", "/c", "dir", "/b"], { cwd: "C:\\devices" }).stdout, "");
});

// Without %, which Wine's cmd expands by rules of its own.
const hostile = ['"', '"&echo x>C:\\pwned&"', "^", "a^b", "&echo x>C:\\pwned", "|more", "<in", ">C:\\pwned", "!PATH!", "(x)", "trailing\\", "trail ing\\\\", 'a\\"b', "é ü 日本 😀", "", " ", "\t", "a,b;c=d", "'", "`", "~", "--flag=1", '"""', "C:\\a b\\"];

test("a batch file that restrack run starts on Windows gets its arguments unchanged", live, () => {
  wine.write("C:\\my tools (x) & co\\tool.cmd", '@echo off\r\n"%RESTRACK_TEST_NODE%" "%~dp0tool.cjs" %*\r\nexit /b 9\r\n');
  wine.write("C:\\my tools (x) & co\\tool.cjs", "console.log(JSON.stringify(process.argv.slice(2)));");
  const env = { RESTRACK_TEST_NODE: wine.node, PATH: "C:\\my tools (x) & co;C:\\windows\\system32" };
  for (const args of [hostile, ...hostile.map((arg) => [arg])]) {
    for (const name of args === hostile ? ["tool", "TOOL.cmd", "C:\\my tools (x) & co\\tool", "../my tools (x) & co/tool.cmd"] : ["tool"]) {
      const { code, stdout, stderr } = wine.restrack(["run", "--quiet", "--no-save", "--", name, ...args], { env });
      assert.equal(stderr, "");
      assert.deepEqual(JSON.parse(stdout), args);
      assert.equal(code, 9);
    }
  }
  assert.throws(() => wine.read("C:\\pwned"), { code: "ENOENT" });
  assert.match(wine.restrack(["run", "--", "tool", "two\nlines"], { env }).stderr, /^restrack: Cannot run "tool": argument 1 holds a line break/);
});

test("restrack run --timeout ends the whole tree on Windows", live, () => {
  wine.write("C:\\tests\\wait.cjs", 'setTimeout(() => require("node:fs").writeFileSync("C:\\\\tests\\\\survived", ""), 3000)');
  const { code } = wine.restrack(["run", "--quiet", "--interval", "0.2", "--timeout", "1.5", "--", "cmd", "/c", wine.node, "C:\\tests\\wait.cjs"]);
  assert.equal(code, 124);
  wine.restrack(["run", "--quiet", "--", "ping", "-n", "4", "127.0.0.1"]);
  assert.throws(() => wine.read("C:\\tests\\survived"), { code: "ENOENT" });
});

test("Ctrl-C ends the command on Windows, and restrack run reports after it", needs("wine", "python3"), async (t) => {
  wine.write("C:\\tests\\take-ctrl-c.cjs", 'process.on("SIGINT", () => (console.log("taken"), process.exit(5))); setTimeout(() => {}, 20000); setTimeout(() => console.log("ready"), 3000);');
  const command = [wine.launcher, wine.node, wine.program, "run", "--interval", "60", "--json", "C:\\tests\\run.json", "--", wine.node, "C:\\tests\\take-ctrl-c.cjs"];
  // Wine hangs, without restrack as well, when it comes while a program is being started: by then nobody asks what there is.
  const running = new Running(t, makeFolder(t), [pathOf("python3"), "test/helpers/on-terminal.py", "120", "40", ...command], { env: { ...wine.env, TERM: "xterm", NO_COLOR: undefined } });
  await running.said(/ready/);
  running.tell("\x03");
  const { code, stdout } = await running.ended;
  assert.equal(code, 5);
  assert.match(stdout.toString(), /taken[^]*\x1b\[31mexit 5\x1b\[39m[^]*CPU/);
  assert.equal((JSON.parse(wine.read("C:\\tests\\run.json")) as Report).exit_code, 5);
});
