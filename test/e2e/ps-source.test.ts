import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, measure, node, ownWarningCodes, programs, restrack } from "../helpers/run-restrack.ts";

const cpuSeconds = ({ totals }: Report): number => (totals.cpu_user_seconds ?? NaN) + (totals.cpu_system_seconds ?? NaN);
const burn = (seconds: number): string => `${pathOf("python3")} ${programs}/burn-cpu.py ${seconds}`;

for (const options of [[], ["--no-cgroup"]]) {
  test(`restrack run ${["RESTRACK_SOURCE=ps", ...options].join(" ")} tells of a job what it tells by /proc`, needs("ps", "python3"), async (t) => {
    const job = ["sh", "-c", `${burn(2.4)} & ${burn(2.4)} & sleep 3.5; wait`];
    const byProc = await measure(t, job, ["--memory", "rss", ...options], { env: { RESTRACK_SOURCE: undefined } });
    const byPs = await measure(t, job, ["--memory", "rss", ...options], { env: { RESTRACK_SOURCE: "ps" } });
    assert.deepEqual([byPs.code, ownWarningCodes(byPs.report)], [0, []]);
    // All were waited for: what they used together, the kernel tells in the end.
    assert.ok(Math.abs(cpuSeconds(byPs.report) - cpuSeconds(byProc.report)) < 0.15, `${cpuSeconds(byPs.report)} s by ps, ${cpuSeconds(byProc.report)} s by /proc`);
    assert.equal(byPs.report.accounting.cpu_sampled_seconds, 0);
    assert.deepEqual([byPs.report.peaks.processes, byPs.report.peaks.threads], [byProc.report.peaks.processes, byProc.report.peaks.threads]);
    const memory = [byPs, byProc].map(({ report }) => report.peaks.memory_mib!) as [number, number];
    assert.ok(Math.abs(memory[0] - memory[1]) < 0.1 * memory[1], `${memory[0]} MiB by ps, ${memory[1]} MiB by /proc`);
    // After two seconds the two cannot have used what they are to use.
    const tree = ({ rows }: typeof byPs) => rows.slice(1, 2).map(({ process_children, process_threads }) => [process_children, process_threads]);
    assert.deepEqual(tree(byPs), tree(byProc));
    const counts = ({ report }: typeof byPs) => report.programs.filter(({ name }) => !name.startsWith("(")).map(({ name, count }) => `${count} ${name}`).sort();
    assert.deepEqual(counts(byPs), counts(byProc));
    const [most] = byPs.report.programs;
    assert.equal(most?.name, "python3 burn-cpu.py");
    assert.ok(Math.abs(most!.cpu_seconds - 4.9) < 0.6, `${most!.cpu_seconds} s of the two`);
    assert.ok((byPs.report.overhead.helpers_cpu_seconds ?? 0) > 0);
  });
}

test("RESTRACK_SOURCE=ps restrack run counts nothing that ps itself has used", needs("ps"), async (t) => {
  const { report } = await measure(t, ["sleep", "3"], ["--no-cgroup"], { env: { RESTRACK_SOURCE: "ps" } });
  assert.ok(cpuSeconds(report) <= 0.01, `${cpuSeconds(report)} s of sleep`);
});

for (const how of ["hangs", "garbage", "fails", "silent", "another language", "10 MB", "cut off", "not executable", "missing"]) {
  test(`restrack run with a ps that is broken (${how}) leaves the job alone and says so at most once`, async (t) => {
    const folder = makeFolder(t);
    const log = join(folder, "log");
    const ps = join(folder, "ps");
    if (how === "not executable") writeFileSync(ps, "no program");
    else if (how !== "missing") {
      writeFileSync(ps, `#!/bin/sh\nexec "${node}" "${programs}/broken-ps.mjs"\n`);
      chmodSync(ps, 0o755);
    }
    symlinkSync("/bin/sh", join(folder, "sh"));
    const env = { RESTRACK_SOURCE: "ps", BROKEN_PS: how, BROKEN_PS_LOG: log, PATH: folder };
    const { code, stdout, report, rows } = await measure(t, ["sh", "-c", "read word; echo $word; exit 7"], ["--interval", "0.2", "--no-cgroup"], { env, input: "heard\n" }, makeFolder(t));
    assert.deepEqual([code, stdout.toString()], [7, "heard\n"]);
    const codes = ownWarningCodes(report);
    if (how === "missing") assert.deepEqual(codes, ["no_process_figures"]);
    else assert.ok(codes.length === 0 || (codes.length === 1 && codes[0] === "tool_broken"), codes.join());
    assert.ok(rows.length >= 1);
    assert.ok(cpuSeconds(report) < 0.5, "what ps used is not the job's");
    assert.equal(existsSync(log) && readFileSync(log, "utf8").split("\n").length > 40, false, "it was asked again and again");
  });
}

test("restrack says which sources there are", async (t) => {
  const { code, stdout, stderr } = await restrack(t, ["run", "--", "echo", "never"], { env: { RESTRACK_SOURCE: "top" } });
  assert.equal(code, 125);
  assert.equal(stdout.length, 0);
  assert.equal(stderr, 'restrack: RESTRACK_SOURCE does not know "top"\n  it may be ps, or not be set\n');
});
