import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

const KB = 1024;
const MB = 1e6;

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<string, unknown>;

test("package.json asks for no other package at run time", () => {
  for (const kind of ["dependencies", "optionalDependencies", "peerDependencies", "bundledDependencies", "bundleDependencies"]) {
    assert.equal(manifest[kind], undefined, `package.json has ${kind}: whoever installs restrack installs nothing else`);
  }
});

test("package-lock.json holds no download addresses", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Record<string, unknown>> };
  assert.ok(Object.keys(packages).length > 1, "the lock file knows no package");
  const addressed = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name);
  assert.deepEqual(addressed, [], "remove them with: npm install --package-lock-only");
  for (const [name, { integrity }] of Object.entries(packages)) if (name !== "") assert.ok(integrity, `${name} has no integrity`);
});

test("what restrack run loads has 100 KB at most, and no part of it is loaded later", () => {
  const size = statSync("dist/restrack.cjs").size;
  assert.ok(size <= 100 * KB, `dist/restrack.cjs has ${size} bytes`);
  // What starts it, with the code that was compiled before.
  assert.ok(statSync("dist/start.cjs").size <= 2 * KB);
  // By a descriptor of its own: restrack leaves the first three closed.
  const script = 'process.on("exit", () => require("node:fs").writeSync(3, JSON.stringify(Object.keys(require.cache)))); require("./dist/restrack.cjs")';
  const loaded = spawnSync(process.execPath, ["--eval", script, "restrack", "run", "--no-save", "true"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe", "pipe"] });
  assert.deepEqual(JSON.parse(loaded.output[3] ?? ""), [resolve("dist/restrack.cjs")], loaded.stderr);
});

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "restrack-package-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("the npm package has 1 MB at most, and in it what it needs", () => {
  // Without scripts: the tests beside need dist/ as it stands.
  const [packed] = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], ".")) as { filename: string; size: number; files: { path: string }[] }[];
  assert.ok(packed!.size <= MB, `${packed!.filename} has ${packed!.size} bytes`);
  const paths = packed!.files.map(({ path }) => path);
  for (const needed of ["LICENSE", "README.md", "CHANGELOG.md", "package.json", "bin/restrack.js", "dist/restrack.cjs", "dist/index.js", "dist/index.d.ts", "dist/NOTICE"]) assert.ok(paths.includes(needed), `${needed} is not in the package`);
  const foreign = paths.filter((path) => /^(src|test|fixtures|node_modules)\//.test(path));
  assert.deepEqual(foreign, []);

  mkdirSync(join(folder, "consumer"));
  writeFileSync(join(folder, "consumer", "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  npm(["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", join(folder, packed!.filename)], join(folder, "consumer"));
});

test("the library can be imported from an installed package", () => {
  const script = `
    import { columns, readCsv, RestrackError, summarize, track } from "restrack";
    const { report, exitCode } = await track(["sh", "-c", "exit 4"], { csv: "run.csv", tags: { from: "test" } });
    const frame = readCsv("run.csv");
    const error = await track(["/no/such/program"]).catch((error) => error);
    console.log(JSON.stringify({
      exitCode, ofReport: report.exit_code, tags: report.tags, rows: frame.length, columns: columns.length === frame.names.length,
      pid: Number.isInteger(frame.row(0).process_pid), max: summarize(frame).process_utime?.max === Math.round(report.totals.cpu_user_seconds * 1e6) / 1e6,
      error: error instanceof RestrackError && error.code,
    }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: join(folder, "consumer"), encoding: "utf8" });
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), { exitCode: 4, ofReport: 4, tags: { from: "test" }, rows: 1, columns: true, pid: true, max: true, error: "ERR_NOT_FOUND" });
});

test("the command can be run from an installed package", () => {
  const { status, stdout, stderr } = spawnSync(join(folder, "consumer", "node_modules", ".bin", "restrack"), ["run", "--no-save", "--", "sh", "-c", "echo hello; exit 7"], { encoding: "utf8" });
  assert.equal(status, 7, stderr);
  assert.equal(stdout, "hello\n");
  assert.match(stderr, /exit 7/);
});

const consumer = `
import { columns, readCsv, RestrackError, summarize, track, type Report, type TrackOptions } from "restrack";

const options: TrackOptions = { interval: 0.5, csv: "out.csv", tags: { branch: "main" }, onSample: (sample) => sample.tree.cpuCores?.toFixed(2) };
const { report, exitCode, failures } = await track(["make", "-j8"], options);
const typed: Report = report;
const peak: number | null = typed.peaks.memory_mib;
const code: number = exitCode;
const sentences: string[] = failures;
const most: number = Math.max(...readCsv("out.csv").values("process_memory_mib"));
const mean: number | undefined = summarize(readCsv("out.csv"))["process_cpu_usage"]?.["mean"];
const names: string[] = columns.map(({ name }) => name);
const known: boolean = new RestrackError("ERR_USAGE", "Cannot").code === "ERR_USAGE";
// @ts-expect-error: no such option
await track(["true"], { intervall: 1 });
// @ts-expect-error: a command is its arguments, not a line for a shell
await track("make -j8");
export { peak, code, sentences, most, mean, names, known };
`;

test("the library's types are those a strict consumer needs, without any other package", () => {
  const cwd = join(folder, "consumer");
  writeFileSync(join(cwd, "consumer.ts"), consumer);
  const config = { compilerOptions: { strict: true, module: "NodeNext", moduleResolution: "NodeNext", target: "ES2022", types: [], noEmit: true, exactOptionalPropertyTypes: true }, files: ["consumer.ts"] };
  writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify(config));
  const { status, stdout } = spawnSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "--project", "."], { cwd, encoding: "utf8" });
  assert.equal(stdout, "");
  assert.equal(status, 0);
});

/** What npm prints. It gets nothing from the npm that may have started the tests, and keeps nothing of what it does. */
function npm(args: readonly string[], cwd: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const [program, ...first] = process.env["npm_execpath"] === undefined ? ["npm"] : [process.execPath, process.env["npm_execpath"]];
  const { status, stdout, stderr } = spawnSync(program!, [...first, ...args, "--cache", join(folder, "cache")], { cwd, env, encoding: "utf8" });
  assert.equal(status, 0, `npm ${args[0]}: ${stderr}`);
  return stdout;
}
