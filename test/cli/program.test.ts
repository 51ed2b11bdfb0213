import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

let state: string;
before(() => {
  state = mkdtempSync(join(tmpdir(), "restrack-program-"));
});
after(() => rmSync(state, { recursive: true, force: true }));

/** The built program, with a state folder of its own. */
function restrack(args: string[], { input = "", env = {}, stdio }: { input?: string; env?: Record<string, string>; stdio?: ("pipe" | "ignore" | number)[] } = {}) {
  const result = spawnSync(process.execPath, ["bin/restrack.js", ...args], { encoding: "utf8", input, ...(stdio ? { stdio } : {}), env: { PATH: process.env["PATH"], XDG_STATE_HOME: state, ...env } });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

test("restrack alone and `help` say what there is, on standard output", () => {
  const { code, out, err } = restrack([]);
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^restrack measures any command/);
  assert.match(restrack(["help", "run"]).out, /--fail-if/);
  assert.match(restrack(["stats", "--help"]).out, /^restrack stats: /);
  assert.match(restrack(["--version"]).out, /^restrack \d+\.\d+\.\d+\n$/);
});

test("restrack says what is wrong on standard error, with what to type next", () => {
  assert.deepEqual(restrack(["stast"]), { code: 2, out: "", err: `restrack: Cannot understand "stast": there is no such command\n  did you mean restrack stats? To profile a program of that name: restrack run -- stast\n` });
  assert.deepEqual(restrack(["run", "--interval", "0", "true"]), {
    code: 125,
    out: "",
    err: `restrack: Cannot use "0" as --interval: it must be a number of seconds from 0.05 to 3600\n  for example: --interval 0.5\n`,
  });
  assert.equal(restrack(["attach", "x"]).code, 125);
  assert.equal(restrack(["run"]).code, 125);
  assert.equal(restrack(["stats", "--fromat"]).code, 2);
  assert.equal(restrack(["stats", "no-such.csv"]).code, 1);
  assert.match(restrack(["list"], { env: { RESTRACK_FORMAT: "xml" } }).err, /as RESTRACK_FORMAT: it must be text or json/);
});

test("restrack survives a standard output and error that nobody reads", { skip: process.platform === "win32" && "no /dev/full" }, () => {
  const full = openSync("/dev/full", "w");
  try {
    assert.equal(restrack(["help"], { stdio: ["ignore", full, "pipe"] }).code, 0);
    assert.equal(restrack(["nonsense"], { stdio: ["ignore", "pipe", full] }).code, 2);
  } finally {
    closeSync(full);
  }
  const shell = (line: string) => spawnSync("sh", ["-c", line], { encoding: "utf8", env: { PATH: process.env["PATH"], N: process.execPath, XDG_STATE_HOME: state } });
  assert.equal(shell(`"$N" bin/restrack.js nonsense 2>&-; echo $?`).stdout, "2\n");
  assert.equal(shell(`"$N" bin/restrack.js help >&- 2>&-; echo $?`).stdout, "0\n");
  assert.equal(shell(`{ "$N" bin/restrack.js stats --format json fixtures/runs/training/run.csv; echo $? >&2; } | head -c 1`).stderr, "0\n");
});

test("`stats` shows files, patterns, standard input and the last run", () => {
  const golden = readFileSync("fixtures/runs/training/text.txt", "utf8");
  assert.deepEqual(restrack(["stats", "fixtures/runs/training/run.csv"]), { code: 0, out: golden, err: "" });
  const both = restrack(["stats", "fixtures/runs/[!k]*/run.csv", "fixtures/runs/training/run.csv"]);
  assert.equal(both.code, 1, "[ ] is no pattern of ours");
  const several = restrack(["stats", "fixtures/runs/s*/run.csv", "fixtures/runs/training/run.csv"]);
  assert.match(several.out, /^fixtures\/runs\/short\/run\.csv\n\n {2}sh -c 'exit 3' [^]*\n\nfixtures\/runs\/training\/run\.csv\n\n {2}nightly: /);
  assert.equal((JSON.parse(restrack(["stats", "--format=json", "fixtures/runs/s*/run.csv", "fixtures/runs/training/report.json"]).out) as { name: string }[])[1]?.name, "nightly");
  const csv = readFileSync("fixtures/runs/training/run.csv", "utf8");
  assert.equal((JSON.parse(restrack(["stats", "--format=json", "-"], { input: csv }).out) as { samples: number }).samples, 12);
  assert.match(restrack(["stats", "--format=markdown", "-"], { input: csv }).out, /^### `stdin`\n/);

  assert.match(restrack(["stats"]).err, /Cannot find the last run: none is kept\n {2}restrack run/);
  const kept = join(state, "restrack", "runs");
  mkdirSync(kept, { recursive: true });
  cpSync("fixtures/runs/training/run.csv", join(kept, "20250301-080000-000aaaa.csv"));
  cpSync("fixtures/runs/training/run.meta.json", join(kept, "20250301-080000-000aaaa.meta.json"));
  assert.equal(restrack(["stats"]).out, golden);
  assert.match(restrack(["list"]).out, /^20250301-080000-000aaaa +11\.4 s +exit 0 +python train/);
  assert.equal((JSON.parse(restrack(["list", "--format", "json"]).out) as { name: string }[])[0]?.name, "nightly");
});

test("`stats -` with nothing on standard input says so instead of waiting", () => {
  assert.deepEqual(restrack(["stats", "-"], { stdio: ["ignore", "pipe", "pipe"] }), { code: 1, out: "", err: "restrack: Cannot read standard input: there is nothing on it\n  restrack stats - < run.csv\n" });
  assert.match(restrack(["stats", "-"]).err, /^restrack: Cannot read "standard input": it is empty\n/);
});

test("`stats` names the line of a file that is not whole", () => {
  const broken = join(state, "broken.csv");
  const [head, first] = readFileSync("fixtures/runs/training/run.csv", "utf8").split("\n");
  writeFileSync(broken, `${head}\n${first}\n${first?.replace(/,[^,]*$/, ",x")}\n`);
  assert.match(restrack(["stats", broken]).err, /^restrack: Cannot read ".*broken\.csv": "x" in line 3, column "system_gpu_power_watts", is not a number\n/);
});
