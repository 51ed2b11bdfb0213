import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { bottleneckOf } from "../../src/report/bottleneck.ts";
import { buildReport, type KnownOfRun } from "../../src/report/build-report.ts";
import { Aggregate } from "../../src/stats/aggregate.ts";

const names = columns.map(({ name }) => name);

/** What limited a run of so many like seconds, on four cores and 8 GiB. */
function limited(row: Record<string, number>, known: KnownOfRun = {}, rows = 60) {
  const aggregate = new Aggregate(1000);
  const cores = row["process_cpu_usage"] ?? NaN;
  const full: Record<string, number> = { process_utime: cores, process_stime: 0, process_memory_mib: 1000, ...row };
  for (let second = 1; second <= rows; second++) aggregate.add(Float64Array.from(names, (name) => (name === "timestamp" ? 1000 + second : (full[name] ?? NaN))));
  const limits = { cpus: 4, memory_mib: 8192, cpus_by: "machine", memory_by: "machine" };
  return bottleneckOf(buildReport(aggregate, { limits, ...known }, "job"), aggregate.trace);
}

const cases: [string, Record<string, number>, string, RegExp][] = [
  ["all cores are busy", { process_cpu_usage: 3.8 }, "cpu", /^All of its 4 cores were busy: 95 % on average\.$/],
  ["one of four cores is busy", { process_cpu_usage: 1 }, "cpu", /^One core was busy 100 % of the time, the other 3 were not used/],
  ["it waits for disks", { process_cpu_usage: 0.3, system_io_pressure: 70 }, "disk", /^Something waited for a disk 70 % of the time\.$/],
  ["it waits for disks and no pressure is told", { process_cpu_usage: 0.3, system_iowait: 0.9 }, "disk", /waited for a disk/],
  ["its GPUs are busy", { process_cpu_usage: 1, process_gpu_usage: 1.9, process_gpu_utilized: 2 }, "gpu", /^Its 2 GPUs were busy 95 % of the time\.$/],
  ["its GPU is idle and one core busy", { process_cpu_usage: 1, process_gpu_usage: 0.2, process_gpu_utilized: 1 }, "cpu", /^One core/],
  ["memory is waited for", { process_cpu_usage: 3.9, system_memory_pressure: 40 }, "memory", /^Something waited for memory 40 %/],
  ["memory is nearly all used", { process_cpu_usage: 0.3, process_memory_mib: 8000 }, "memory", /^It used 98 % of the memory/],
  ["it sleeps", { process_cpu_usage: 0.01 }, "none", /^Nothing of this machine was used up: its cores were busy under 1 % of the time\./],
  ["its CPU is not told", {}, "unknown", /does not tell how busy/],
];
for (const [what, row, resource, message] of cases) {
  test(`bottleneckOf() says ${resource} where ${what}`, () => {
    const found = limited(row);
    assert.equal(found.resource, resource);
    assert.match(found.message, message);
  });
}

test("bottleneckOf() says memory before all else where the kernel killed for it", () => {
  const warnings = [{ code: "oom_kill", message: "killed", hint: null }];
  assert.deepEqual(limited({ process_cpu_usage: 4 }, { warnings }, 1), { resource: "memory", message: "It was killed because memory ran out." });
});

test("bottleneckOf() judges neither two rows nor a machine that it does not know", () => {
  assert.equal(limited({ process_cpu_usage: 4 }, {}, 2).resource, "unknown");
  const limits = { cpus: null, memory_mib: null, cpus_by: null, memory_by: null };
  assert.match(limited({ process_cpu_usage: 2.5 }, { limits }).message, /does not tell how many cores/);
});
