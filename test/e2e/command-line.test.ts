import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, measure, restrack, shell, node, program } from "../helpers/run-restrack.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

for (const args of [["--version"], ["-V"], ["run", "--version"]]) {
  test(`restrack ${args.join(" ")} says which it is`, async (t) => {
    assert.deepEqual(await restrack(t, args), { code: 0, signal: null, stdout: Buffer.from(`restrack ${version}\n`), stderr: "" });
  });
}

for (const args of [[], ["help"], ["--help"], ["help", "run"], ["run", "--help"], ["attach", "-h"], ["help", "stats"], ["help", "list"], ["help", "info"]]) {
  test(`restrack ${args.join(" ")} explains itself on standard output, in 80 columns`, async (t) => {
    const { code, stdout, stderr } = await restrack(t, args);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    assert.match(stdout.toString(), /Usage: restrack[^]*Examples:/);
    for (const line of stdout.toString().split("\n")) assert.ok([...line].length <= 80, line);
  });
}

/** Each is answered with one line that says what is wrong, and one that says what to type. */
const mistakes: [args: string[], code: number, says: RegExp, hint: RegExp][] = [
  [["rnu"], 2, /"rnu": there is no such command/, /did you mean restrack run\?/],
  [["python", "train.py"], 2, /"python": there is no such command/, /restrack run -- python train\.py/],
  [["--csv", "x", "--", "true"], 2, /--csv here: options stand behind the command/, /restrack run --csv x -- true/],
  [["run"], 125, /there is no command/, /restrack run -- python train\.py/],
  [["run", "--"], 125, /there is no command/, /restrack run --/],
  [["run", "--intervall", "1", "--", "touch", "RAN"], 125, /--intervall/, /did you mean --interval\?/],
  [["run", "--no-such-thing", "touch", "RAN"], 125, /--no-such-thing/, /restrack help run/],
  [["run", "-x", "touch", "RAN"], 125, /-x/, /restrack help run/],
  [["run", "--format", "xml", "touch", "RAN"], 125, /"xml" as --format/, /markdown/],
  [["run", "--memory", "vsz", "touch", "RAN"], 125, /"vsz" as --memory/, /rss/],
  [["run", "--timeout", "5 parsecs", "touch", "RAN"], 125, /"5 parsecs" as --timeout/, /2h30m/],
  [["run", "--timeout", "0", "touch", "RAN"], 125, /"0" as --timeout/, /for example/],
  [["run", "--tag", "novalue", "touch", "RAN"], 125, /KEY=VALUE/, /branch=main/],
  [["run", "--fail-if", "memory_peek > 1GiB", "touch", "RAN"], 125, /"memory_peek"/, /did you mean memory_peak\?/],
  [["run", "--fail-if", "memory_peak > 4", "touch", "RAN"], 125, /no unit/, /GiB/],
  [["run", "--fail-if", "memory_peak > 4 parsecs", "touch", "RAN"], 125, /no unit "parsecs"/, /GiB/],
  [["run", "--csv", "{nmae}.csv", "touch", "RAN"], 125, /\{nmae\}/, /did you mean \{name\}\?/],
  [["run", "--csv"], 125, /--csv without a value/, /run\.csv/],
  ...["0", "-1", "0.01", "3601", "nonsense", "1s", "NaN", "1e3", ""].map((interval): [string[], number, RegExp, RegExp] => [["run", `--interval=${interval}`, "touch", "RAN"], 125, /--interval: it must be a number of seconds from 0\.05 to 3600/, /0\.5/]),
  [["run", "--interval", "-1", "touch", "RAN"], 125, /--interval/, /0\.5/],
  [["attach"], 125, /no process id/, /pgrep/],
  [["attach", "0"], 125, /whole number above 0/, /pgrep/],
  [["attach", "-5"], 125, /-5/, /\S/],
  [["attach", "1", "2"], 125, /"2" as well/, /attach 1/],
  [["attach", "--timeout", "5", "1"], 125, /--timeout/, /\S/],
  [["help", "rum"], 2, /"rum"/, /restrack help run/],
  [["list", "x"], 2, /"x" with restrack list/, /help list/],
  [["stats", "--fromat", "json"], 2, /--fromat/, /did you mean --format\?/],
];
for (const [args, code, says, hint] of mistakes) {
  test(`restrack ${args.join(" ")} ends with ${code} and says what to type`, async (t) => {
    const folder = makeFolder(t);
    const { code: own, stdout, stderr } = await restrack(t, args.map((word) => (word === "RAN" ? join(folder, "ran") : word)));
    const [message = "", next = "", ...rest] = stderr.split("\n");
    assert.equal(own, code, stderr);
    assert.equal(stdout.length, 0);
    assert.match(message, /^restrack: Cannot /);
    assert.match(message, says);
    assert.match(next, /^ {2}\S/);
    assert.match(next, hint);
    assert.deepEqual(rest, [""]);
    assert.ok(!existsSync(join(folder, "ran")), "the command ran");
  });
}

test("restrack run takes everything after the command for the command's own", async (t) => {
  const { stdout } = await restrack(t, ["run", "--quiet", "echo", "--csv", "x", "--", "--help"]);
  assert.equal(stdout.toString(), "--csv x -- --help\n");
});

test("RESTRACK_INTERVAL with nonsense is named, and the command line wins over it", async (t) => {
  const env = { RESTRACK_INTERVAL: "often" };
  const { code, stderr } = await restrack(t, ["run", "true"], { env });
  assert.equal(code, 125);
  assert.match(stderr, /RESTRACK_INTERVAL/);
  assert.equal((await restrack(t, ["run", "--interval", "1", "true"], { env: { RESTRACK_INTERVAL: "2" } })).code, 0);
});

const header = async (t: Parameters<typeof makeFolder>[0]): Promise<[header: string, row: string]> => {
  const { folder } = await measure(t, ["true"]);
  const [first = "", second = ""] = readFileSync(join(folder, "run.csv"), "utf8").split("\n");
  return [first, second];
};

test("restrack stats of a file that is no recorded run says why, and names the line", async (t) => {
  const [first, row] = await header(t);
  const files: Record<string, [text: string, says: RegExp]> = {
    empty: ["", /it is empty/],
    "header only": [`${first}\n`, /a header and no rows/],
    foreign: ["a,b,c\n1,2,3\n", /line 1 is not the header of a recorded run/],
    binary: ["\x00\x01\x02", /line 1/],
    "a column missing": [`${first.replace('"process_utime",', "")}\n${row}\n`, /line 1 has no column "process_utime"/],
    "too few fields": [`${first}\n${row}\n1,2,3\n${row}\n`, /line 3 has 3 fields, the header has \d+/],
    "no number": [`${first}\n${row}\n${row.replace(/,/, ",many").replace(/,many[^,]*/, ",many")}\n${row}\n`, /"many" in line 3, column "system_processes", is not a number/],
  };
  for (const [name, [text, says]] of Object.entries(files)) {
    const file = join(makeFolder(t), `${name}.csv`);
    writeFileSync(file, text);
    const { code, stdout, stderr } = await restrack(t, ["stats", file]);
    assert.equal(code, 1, `${name}: ${stderr}`);
    assert.equal(stdout.length, 0);
    assert.match(stderr, says);
    assert.ok(stderr.includes(file), stderr);
  }
});

test("restrack stats leaves a last line out that was cut off, and warns", async (t) => {
  const [first, row] = await header(t);
  const file = join(makeFolder(t), "cut.csv");
  writeFileSync(file, `${first}\n${row}\n${row.slice(0, 20)}`);
  const { code, stdout } = await restrack(t, ["stats", file]);
  assert.equal(code, 0);
  assert.match(stdout.toString(), /1 sample[^]*Warning: Line 3 of/);
});

test("restrack stats - reads standard input, and says so when nothing is on it", async (t) => {
  const [first, row] = await header(t);
  const { code, stdout } = await restrack(t, ["stats", "--format", "json", "-"], { input: `${first}\n${row}\n` });
  assert.equal(code, 0);
  assert.equal((JSON.parse(stdout.toString()) as { samples: number }).samples, 1);
  for (const source of ["</dev/null", "0<&-", "< <(true)"]) {
    const { stdout: said, stderr } = await shell(t, `'${node}' '${program}' stats - ${source}; echo $?`).ended;
    assert.equal(said.toString(), "1\n", source);
    assert.match(stderr, /^restrack: Cannot read "?standard input/);
  }
});

test("restrack stats of what is not there says so, and where to look", async (t) => {
  const { code, stderr } = await restrack(t, ["stats", "nowhere.csv"]);
  assert.equal(code, 1);
  assert.match(stderr, /"nowhere\.csv": there is no such file[^]*\n {2}restrack list/);
  assert.match((await restrack(t, ["stats"])).stderr, /Cannot find the last run: none is kept/);
  assert.match((await restrack(t, ["stats", "no*.csv"])).stderr, /no file matches/);
  assert.match((await restrack(t, ["stats", "/usr"])).stderr, /it is a folder/);
});

test("restrack stats ends quietly when its reader has gone", async (t) => {
  const { folder } = await measure(t, ["true"]);
  const { stdout, stderr } = await shell(t, `'${node}' '${program}' stats --format json ${folder}/run.csv | true; echo \${PIPESTATUS[0]}`).ended;
  assert.equal(stderr, "");
  assert.equal(stdout.toString(), "0\n");
});

test("restrack info tells the machine as text and as JSON", async (t) => {
  const { code, stdout } = await restrack(t, ["info"]);
  assert.equal(code, 0);
  assert.match(stdout.toString(), /\S/);
  const { stdout: json } = await restrack(t, ["info", "--format", "json"]);
  assert.equal(typeof JSON.parse(json.toString()), "object");
});
