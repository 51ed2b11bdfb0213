import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { cpuSecondsOf, makeCgroup, ownCpuCgroups } from "../helpers/cgroups.ts";
import { timeSaid, underTime } from "../helpers/gnu-time.ts";
import { canMakeCgroup, needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, measure, programs, warningCodes } from "../helpers/run-restrack.ts";
import { notByPs, usesPs } from "../helpers/source.ts";

const python = pathOf("python3");
const python3 = (file: string, ...args: (string | number)[]): string[] => [python, join(programs, file), ...args.map(String)];

/** What the kernel counts in, twice. */
const TWO_TICKS = 0.02;

/** So long nobody waits for it: ps must see it after a whole second. */
const orphanSeconds = usesPs ? 2.2 : 0.8;

/** Some machines' init is slow to reap, and whoever looks meanwhile sees the exact end of an orphan. */
const reapOrphans = python3("reap-orphans.py");

const cpuSeconds = ({ totals }: Report): number => (totals.cpu_user_seconds ?? NaN) + (totals.cpu_system_seconds ?? NaN);

/** Within 1 % or two ticks, whichever is more. */
function assertExact(measured: number, truth: number): void {
  const allowed = Math.max(TWO_TICKS, truth / 100);
  assert.ok(Math.abs(measured - truth) <= allowed + 1e-9, `${measured} s measured, ${truth} s used`);
}

/** What only sampling can know: something of it, and never more than there was. */
function assertBounded(measured: number, least: number, truth: number): void {
  assert.ok(measured >= least, `${measured} s measured, at least ${least} s could be seen`);
  assert.ok(measured <= truth + Math.max(TWO_TICKS, truth / 100), `${measured} s measured, ${truth} s used`);
}

/** The kernel's own sum where this machine allows it, and the sum over the processes everywhere. */
const modes: { name: string; options: string[]; accounting: "cgroup" | "processes" }[] = [
  { name: "by default", options: [], accounting: canMakeCgroup() ? "cgroup" : "processes" },
  { name: "with --no-cgroup", options: ["--no-cgroup"], accounting: "processes" },
];

const waitedFor: Record<string, string[]> = {
  "a long single process": python3("burn-cpu.py", 1.6),
  "several processes of several threads": python3("burn-cpu-in-threads.py", 3, 0.5),
  "two hundred children of a few milliseconds, one after another": ["sh", "-c", `i=0; while [ $i -lt 200 ]; do ${python} -I -S -c ''; i=$((i+1)); done`],
  "children of children that end before their parents": ["sh", "-c", `sh -c "sh -c '${python3("burn-cpu.py", 0.2).join(" ")}; true'; true"; ${python3("burn-cpu.py", 0.2).join(" ")}`],
  "system calls rather than computing": ["dd", "if=/dev/zero", "of=/dev/null", "bs=512", "count=1200000", "status=none"],
};

for (const { name, options, accounting } of modes) {
  for (const [what, job] of Object.entries(waitedFor)) {
    test(`restrack run ${name} counts the CPU time of ${what} as time(1) does`, needs("time", "python3"), async (t) => {
      const folder = makeFolder(t);
      const witness = join(folder, "time");
      const { code, report, stderr } = await measure(t, underTime(witness, job), options, {}, folder);
      const { user, system } = timeSaid(witness);
      assert.equal(code, 0);
      assert.equal(report.accounting.cpu, accounting);
      assert.equal(report.accounting.cpu_sampled_seconds, 0);
      assert.match(stderr, accounting === "cgroup" ? /CPU exact \(cgroup\)/ : /CPU exact \(processes\)/);
      assertExact(cpuSeconds(report), user + system);
      // The two ways of the kernel to split the sum differ; the sum does not. ps does not split it, and rows that are written stay.
      if (accounting === "processes" && !usesPs) {
        assertExact(report.totals.cpu_user_seconds ?? NaN, user);
        assertExact(report.totals.cpu_system_seconds ?? NaN, system);
      }
    });
  }

  test(`restrack run ${name} tells the CPU time of short children in the rows in which they lived`, { ...needs("python3"), ...(accounting === "processes" ? notByPs("what children used that have ended") : {}) }, async (t) => {
    const { rows, report } = await measure(t, ["sh", "-c", `for i in 1 2 3 4 5; do ${python3("burn-cpu.py", 0.15).join(" ")}; done; sleep 0.5`], ["--interval", "0.1", ...options]);
    // The last of them ended half a second before the job.
    const late = rows.slice(-2).reduce((sum, row) => sum + row["process_utime"]! + row["process_stime"]!, 0);
    assert.ok(late <= cpuSeconds(report) / 4, `${late} s of ${cpuSeconds(report)} s stand in the last two rows`);
  });

  test(`restrack run ${name} counts as much as a cgroup does of a tree with short and orphaned processes`, needs("cgroup", "python3"), async (t) => {
    const groups = ownCpuCgroups().map((parent) => makeCgroup(t, parent));
    const group = groups[0]!;
    const job = `for group in ${groups.join(" ")}; do echo $$ > $group/cgroup.procs; done; for i in 1 2 3 4 5 6 7 8 9 10; do ${python} -I -S -c ''; done; ${python3("leave-a-daemon.py", usesPs ? 2.5 : 1.5, "stay").join(" ")}; ${python3("burn-cpu.py", 0.3).join(" ")}`;
    const { report } = await measure(t, ["sh", "-c", job], options, { through: reapOrphans });
    // The job has gone to another cgroup than the one that restrack made for it.
    assert.equal(report.accounting.cpu, "processes");
    // What the daemon used after it was seen last nobody knows; of less than a second ps tells nothing.
    assertBounded(cpuSeconds(report), cpuSecondsOf(group) - (usesPs ? 1.9 : 0.75), cpuSecondsOf(group));
  });

  test(`restrack run ${name} counts children that a parent with SIGCHLD ignored does not wait for`, needs("python3"), async (t) => {
    const { report, stdout, stderr } = await measure(t, python3("burn-cpu-ignoring-sigchld.py", 2, orphanSeconds), ["--interval", "0.2", ...options]);
    if (accounting === "cgroup") {
      assert.equal(report.accounting.cpu, "cgroup");
      assert.equal(report.accounting.cpu_sampled_seconds, 0);
      assertExact(cpuSeconds(report), Number(stdout));
    } else {
      assert.equal(report.accounting.cpu, "processes");
      assertSampled(report, stderr, usesPs ? 2 : 0.8, Number(stdout));
      if (!usesPs) assert.ok(warningCodes(report).includes("children_ignored"));
    }
  });

  test(`restrack run ${name} counts a daemon that ends while the job goes on`, needs("python3"), async (t) => {
    const { report, stdout, stderr } = await measure(t, python3("leave-a-daemon.py", orphanSeconds + 0.2, "stay"), ["--interval", "0.2", ...options], { through: reapOrphans });
    assert.equal(report.accounting.cpu, accounting);
    if (accounting === "cgroup") assertExact(cpuSeconds(report), Number(stdout));
    else assertSampled(report, stderr, usesPs ? 1 : 0.5, Number(stdout));
  });

  test(`restrack run --wait-children ${name} counts a daemon that outlives the job`, needs("python3"), async (t) => {
    const { report, stdout, stderr } = await measure(t, python3("leave-a-daemon.py", orphanSeconds + 0.2), ["--wait-children", "--interval", "0.2", ...options], { through: reapOrphans });
    assert.equal(report.accounting.cpu, accounting);
    assert.ok(!warningCodes(report).includes("left_behind"));
    // The last look may find it between its end and its burial: then nothing was missed.
    if (accounting === "cgroup" || (report.accounting.cpu_sampled_seconds === 0 && !usesPs)) assertExact(cpuSeconds(report), Number(stdout));
    else assertSampled(report, stderr, usesPs ? 1 : 0.5, Number(stdout));
  });
}

/** The report says so when it is only a part that was seen. */
function assertSampled(report: Report, stderr: string, least: number, truth: number): void {
  assertBounded(cpuSeconds(report), least, truth);
  assert.ok((report.accounting.cpu_sampled_seconds ?? 0) >= least - 0.1, `sampled ${report.accounting.cpu_sampled_seconds} s`);
  assert.match(stderr, /CPU is at least this/);
  assert.ok(warningCodes(report).some((code) => code === "cpu_sampled" || code === "children_ignored"));
}
