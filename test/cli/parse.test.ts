import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { RestrackError } from "../../src/errors.ts";
import type { RunOptions } from "../../src/run/run-options.ts";

function parseRun(line: string | string[], env: Record<string, string> = {}): RunOptions {
  const parsed = parseCommandLine(["run", ...(typeof line === "string" ? line.split(" ") : line)], env);
  assert.equal(parsed.command, "run");
  return parsed.options as RunOptions;
}

function failure(args: string[], env: Record<string, string> = {}): { message: string; hint: string | undefined } {
  try {
    parseCommandLine(args, env);
  } catch (error) {
    assert.ok(error instanceof RestrackError, String(error));
    assert.equal(error.code, "ERR_USAGE");
    return { message: error.message, hint: error.hint };
  }
  return assert.fail(`${args.join(" ")} was understood`);
}

test("parseCommandLine() gives every option of run its default", () => {
  assert.deepEqual(parseRun("true"), {
    command: ["true"],
    csv: null,
    json: null,
    html: null,
    open: false,
    intervalSeconds: 1,
    name: null,
    tags: {},
    nodeId: null,
    format: "text",
    quiet: false,
    progress: false,
    memory: "pss",
    timeoutSeconds: null,
    waitChildrenSeconds: 0,
    failIf: [],
    gpu: true,
    gpus: null,
    system: true,
    discovery: true,
    save: true,
    cgroup: true,
  });
});

test("parseCommandLine() leaves everything behind COMMAND to the command", () => {
  const options = parseRun("--csv a.csv python --csv b --help -q -- --version");
  assert.equal(options.csv, "a.csv");
  assert.equal(options.quiet, false);
  assert.deepEqual(options.command, ["python", "--csv", "b", "--help", "-q", "--", "--version"]);
});

test("parseCommandLine() ends its own options at --, so that COMMAND may begin with a dash", () => {
  assert.deepEqual(parseRun("-q -- -x --csv c").command, ["-x", "--csv", "c"]);
  assert.deepEqual(parseRun("-- -- a").command, ["--", "a"]);
});

test("parseCommandLine() reads --opt value, --opt=value and short forms", () => {
  assert.equal(parseRun("--interval 0.5 x").intervalSeconds, 0.5);
  assert.equal(parseRun("--interval=0.5 x").intervalSeconds, 0.5);
  assert.equal(parseRun("-i 0.5 x").intervalSeconds, 0.5);
  assert.equal(parseRun("-i0.5 x").intervalSeconds, 0.5);
  assert.deepEqual([parseRun("-qi2 x").quiet, parseRun("-qi2 x").intervalSeconds, parseRun("-qi 2 x").command], [true, 2, ["x"]]);
  const options = parseRun(["-q", "--name=a=b", "--csv=--json", "--no-gpu", "--no-system", "--no-discovery", "--no-save", "--no-cgroup", "--memory", "USS", "x"]);
  assert.deepEqual(
    [options.quiet, options.name, options.csv, options.gpu, options.system, options.discovery, options.save, options.cgroup, options.memory],
    [true, "a=b", "--json", false, false, false, false, false, "uss"],
  );
});

test("parseCommandLine() takes the last of an option given twice, and all of a repeatable one", () => {
  const options = parseRun(["--interval", "2", "--interval=3", "--tag", "a=1", "--tag", "b=x=y", "--tag", "a=2", "--tag", "empty=", "--fail-if", "memory_peak>4GiB", "--fail-if", "duration > 1h", "x"]);
  assert.equal(options.intervalSeconds, 3);
  assert.deepEqual(options.tags, { a: "2", b: "x=y", empty: "" });
  assert.deepEqual(options.failIf.map(({ text }) => text), ["memory_peak>4GiB", "duration > 1h"]);
});

test("parseCommandLine() keeps a tag called __proto__ as a tag", () => {
  assert.deepEqual(Object.keys(parseRun("--tag __proto__=1 x").tags), ["__proto__"]);
});

test("parseCommandLine() names option, value and what would be right", () => {
  for (const value of ["0", "-1", "-0.5", "0.049", "3600.1", "", "NaN", "Infinity", "1e3", "1,5", "1s", "0x10", " 1", "५"]) {
    assert.deepEqual(failure(["run", `--interval=${value}`, "true"]), {
      message: `Cannot use "${value}" as --interval: it must be a number of seconds from 0.05 to 3600`,
      hint: "for example: --interval 0.5",
    });
  }
  assert.equal(failure(["run", "--interval", "-1", "true"]).message, 'Cannot use "-1" as --interval: it must be a number of seconds from 0.05 to 3600');
  for (const [value, seconds] of [["0.05", 0.05], ["3600", 3600], [".5", 0.5], ["2.", 2]] as const) assert.equal(parseRun(`--interval ${value} x`).intervalSeconds, seconds);
  assert.match(failure(["run", "--memory", "vss", "x"]).message, /^Cannot use "vss" as --memory: it must be pss, rss or uss$/);
  for (const value of ["", "0;1", "0,", "none", "-1", "GPU-1"]) assert.equal(failure(["run", `--gpus=${value}`, "x"]).message, `Cannot use ${JSON.stringify(value)} as --gpus: it must be all, or numbers of GPUs such as 0,1`);
  assert.deepEqual([parseRun("--gpus 0,12 x").gpus, parseRun("--gpus=all x").gpus], [[0, 12], "all"]);
  assert.match(failure(["run", "--format=html", "x"]).message, /must be text, json or markdown/);
  assert.match(failure(["run", "--tag", "novalue", "x"]).message, /as --tag: it must be KEY=VALUE/);
  assert.match(failure(["run", "--tag", "=v", "x"]).message, /as --tag: it must be KEY=VALUE/);
  assert.match(failure(["run", "--csv=", "x"]).message, /^Cannot use "" as --csv: it must be a file name/);
  assert.match(failure(["run", "--csv", "-", "x"]).message, /^Cannot use "-" as --csv: .*standard output is the command's/);
  assert.match(failure(["run", "--name=", "x"]).message, /^Cannot use "" as --name/);
  assert.match(failure(["run", "--quiet=maybe", "x"]).message, /^Cannot use "maybe" as --quiet: it must be yes or no/);
});

test("parseCommandLine() reads durations", () => {
  const seconds = { "90": 90, "90s": 90, "1.5m": 90, "2h30m": 9000, "1d": 86_400, "1d2h3m4s": 93_784, "0.25": 0.25, "1H": 3600 };
  for (const [typed, value] of Object.entries(seconds)) assert.equal(parseRun(`--timeout ${typed} x`).timeoutSeconds, value, typed);
  for (const wrong of ["0", "0s", "", "s", "-5", "5x", "1h-5m", "30m2h", "1.5.5", "1e3", "5 s", "∞"]) {
    assert.match(failure(["run", `--timeout=${wrong}`, "x"]).message, /as --timeout: it must be a duration such as 90, 90s, 1.5m, 2h30m or 1d$/, wrong);
  }
});

test("parseCommandLine() lets --wait-children stand alone or with =DURATION", () => {
  assert.equal(parseRun("--wait-children 5s x").waitChildrenSeconds, Infinity);
  assert.deepEqual(parseRun("--wait-children 5s x").command, ["5s", "x"]);
  assert.equal(parseRun("--wait-children=5s x").waitChildrenSeconds, 5);
  assert.equal(failure(["run", "--wait-children=soon", "x"]).hint, "for example: --wait-children=30s");
  assert.equal(parseRun("x", { RESTRACK_WAIT_CHILDREN: "1" }).waitChildrenSeconds, Infinity);
  assert.equal(parseRun("x", { RESTRACK_WAIT_CHILDREN: "30" }).waitChildrenSeconds, 30);
});

test("parseCommandLine() misses a value rather than eating the next option", () => {
  assert.deepEqual(failure(["run", "--csv", "--json", "a.json", "x"]), { message: "Cannot use --csv without a value: it needs FILE", hint: "for example: --csv run.csv" });
  assert.match(failure(["run", "--csv", "--", "x"]).message, /Cannot use --csv without a value/);
  assert.match(failure(["run", "--name"]).message, /Cannot use --name without a value/);
});

test("parseCommandLine() answers a mistyped option with the nearest right one", () => {
  assert.deepEqual(failure(["run", "--intervall", "5", "x"]), { message: "Cannot use --intervall: there is no such option of restrack run", hint: "did you mean --interval?" });
  assert.equal(failure(["run", "--cvs=x", "x"]).hint, "did you mean --csv?");
  assert.equal(failure(["run", "--no-sve", "x"]).hint, "did you mean --no-save?");
  assert.equal(failure(["stats", "--fromat", "json"]).hint, "did you mean --format?");
  assert.equal(failure(["run", "--zebra-crossing", "x"]).hint, "restrack help run; if it is the command's, put -- before the command");
  assert.equal(failure(["run", "-z", "x"]).message, "Cannot use -z: there is no such option of restrack run");
  assert.equal(failure(["attach", "--timeout", "5", "12"]).message, "Cannot use --timeout: there is no such option of restrack attach");
  assert.equal(failure(["--vresion"]).hint, "did you mean --version?");
});

test("parseCommandLine() answers a mistyped command with the nearest right one, and a forgotten one with `run`", () => {
  assert.match(failure(["rnu", "x"]).hint!, /^did you mean restrack run\?/);
  assert.match(failure(["stat"]).hint!, /^did you mean restrack stats\?/);
  assert.deepEqual(failure(["python", "x.py", "a b"]), { message: 'Cannot understand "python": there is no such command', hint: "to profile it: restrack run -- python x.py 'a b'" });
  assert.equal(failure(["--", "python", "x.py"]).hint, "restrack run -- python x.py");
  assert.deepEqual(failure(["--csv", "a.csv", "python"]), { message: "Cannot use --csv here: options stand behind the command", hint: "restrack run --csv a.csv python" });
  assert.equal(failure(["constructor"]).hint, "to profile it: restrack run -- constructor");
});

test("parseCommandLine() wants a command for run", () => {
  for (const args of [["run"], ["run", "--"], ["run", "-q"]]) assert.deepEqual(failure(args), { message: "Cannot run: there is no command", hint: "restrack run -- python train.py" });
});

test("parseCommandLine() finds help and version wherever they are ours", () => {
  assert.deepEqual(parseCommandLine([], {}), { command: "help", topic: null });
  assert.deepEqual(parseCommandLine(["-h"], {}), { command: "help", topic: null });
  assert.deepEqual(parseCommandLine(["--help", "run"], {}), { command: "help", topic: "run" });
  assert.deepEqual(parseCommandLine(["run", "-q", "--help"], {}), { command: "help", topic: "run" });
  assert.deepEqual(parseCommandLine(["help", "stats"], {}), { command: "help", topic: "stats" });
  assert.deepEqual(parseCommandLine(["-V"], {}), { command: "version" });
  assert.deepEqual(parseCommandLine(["run", "-V"], {}), { command: "version" });
  assert.equal(failure(["help", "stast"]).hint, "restrack help stats");
});

test("parseCommandLine() takes options of attach and stats also behind their operands", () => {
  const attach = parseCommandLine(["attach", "4711", "--csv", "a.csv"], {});
  assert.ok(attach.command === "attach" && attach.options.pid === 4711 && attach.options.csv === "a.csv");
  assert.ok(!("timeoutSeconds" in attach.options));
  assert.deepEqual(parseCommandLine(["stats", "a.csv", "--format=json", "-", "--", "--b"], {}), { command: "stats", options: { format: "json", failIf: [], files: ["a.csv", "-", "--b"] } });
  assert.deepEqual(parseCommandLine(["list", "--format", "json"], {}), { command: "list", options: { format: "json" } });
  assert.deepEqual(parseCommandLine(["info", "--record", "f"], {}), { command: "info", options: { format: "text", record: "f", discovery: true } });
  assert.match(failure(["list", "--format=markdown"]).message, /must be text or json/);
  assert.match(failure(["list", "x"]).message, /takes options only/);
});

test("parseCommandLine() attaches to one process id only", () => {
  assert.match(failure(["attach"]).message, /^Cannot attach: there is no process id$/);
  for (const wrong of ["abc", "0", "1.5", "-5", "1e3", ""]) assert.match(failure(["attach", "--", wrong]).message, /a process id is a whole number above 0/);
  assert.match(failure(["attach", "1", "2"]).message, /one process id/);
});

test("parseCommandLine() reads every option from the environment, and the command line wins", () => {
  const env = { RESTRACK_INTERVAL: "5", RESTRACK_NO_SAVE: "1", RESTRACK_TAG: "a=b, c=d", RESTRACK_FAIL_IF: "duration > 1h,cpu_peak>=2", RESTRACK_QUIET: "no", RESTRACK_NAME: "", RESTRACK_CSV: "e.csv" };
  const options = parseRun("x", env);
  assert.deepEqual([options.intervalSeconds, options.save, options.tags, options.failIf.length, options.quiet, options.name, options.csv], [5, false, { a: "b", c: "d" }, 2, false, null, "e.csv"]);
  const won = parseRun("--interval 2 --tag a=x --no-save=no --csv c.csv x", env);
  assert.deepEqual([won.intervalSeconds, won.tags, won.save, won.csv], [2, { a: "x", c: "d" }, true, "c.csv"]);
});

test("parseCommandLine() names the variable when the environment is wrong", () => {
  assert.deepEqual(failure(["run", "x"], { RESTRACK_INTERVAL: "often" }), {
    message: 'Cannot use "often" as RESTRACK_INTERVAL: it must be a number of seconds from 0.05 to 3600',
    hint: "for example: RESTRACK_INTERVAL=0.5",
  });
  assert.match(failure(["run", "x"], { RESTRACK_NO_GPU: "perhaps" }).message, /"perhaps" as RESTRACK_NO_GPU: it must be yes or no/);
  assert.deepEqual(parseRun("x", { RESTRACK_FAIL_IF: "memory > 1GiB" }).failIf, [{ text: "memory > 1GiB", source: "RESTRACK_FAIL_IF" }]);
});

test("parseCommandLine() does not write an outer run's files again in a nested run", () => {
  const nested = { RESTRACK_RUN_ID: "outer", RESTRACK_CSV: "out.csv", RESTRACK_JSON: "out-{pid}.json", RESTRACK_INTERVAL: "2" };
  const options = parseRun("x", nested);
  assert.deepEqual([options.csv, options.json, options.intervalSeconds], [null, "out-{pid}.json", 2]);
  assert.equal(parseRun("--csv inner.csv x", nested).csv, "inner.csv");
});
