import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { findingsOf } from "../../src/report/findings.ts";
import { buildReport, type KnownOfRun } from "../../src/report/build-report.ts";
import type { Finding } from "../../src/report/report.ts";
import { warnings } from "../../src/report/warnings.ts";
import { Aggregate } from "../../src/stats/aggregate.ts";
import { Random } from "../helpers/random.ts";

type Values = Record<string, number>;

/** Findings of a run with a row a second; what is not named is unknown. */
function find(rows: number, values: (second: number) => Values, known: KnownOfRun = {}): Finding[] {
  const aggregate = new Aggregate(0);
  for (let second = 1; second <= rows; second++) {
    const row = new Float64Array(columns.length).fill(NaN);
    const named = { timestamp: second, ...values(second) };
    for (const [name, value] of Object.entries(named)) row[columns.findIndex((column) => column.name === name)] = value;
    aggregate.add(row, 1);
  }
  return findingsOf(buildReport(aggregate, { duration_seconds: rows, ...known }, "job"), aggregate.trace);
}

const codes = (...args: Parameters<typeof find>): string[] => find(...args).map(({ code }) => code);
const cores = (count: number): Values => ({ process_utime: count, process_stime: 0, process_cpu_usage: count });
const limits = (changes: Partial<NonNullable<KnownOfRun["limits"]>>): KnownOfRun => ({ limits: { cpus: null, memory_mib: null, cpus_by: null, memory_by: null, ...changes } });
const cgroupMemory = (memory_mib: number): KnownOfRun => limits({ memory_mib, memory_by: "/sys/fs/cgroup/memory.max" });

/** What each rule speaks of, a near miss, and the sentence. */
const rules: { code: string; speaks: Parameters<typeof find>; silent: Parameters<typeof find>; says: RegExp }[] = [
  {
    code: "one_core_busy",
    speaks: [20, () => cores(1), limits({ cpus: 8 })],
    silent: [20, (second) => cores(second % 2 === 0 ? 1 : 3), limits({ cpus: 8 })],
    says: /One core was busy in 100 % of the time, and 7 others stood by/,
  },
  {
    code: "cores_idle",
    speaks: [20, () => cores(3.5), limits({ cpus: 8 })],
    silent: [20, () => cores(4.5), limits({ cpus: 8 })],
    says: /4 cores would have done, of the 8 it may use: 3\.5 were busy on average/,
  },
  {
    code: "memory_near_limit",
    speaks: [20, () => ({ process_memory_mib: 3700 }), cgroupMemory(4096)],
    silent: [20, () => ({ process_memory_mib: 3600 }), cgroupMemory(4096)],
    says: /It used 3\.6 GiB of the 4\.0 GiB it may have: 90 %/,
  },
  {
    code: "memory_limit_too_high",
    speaks: [20, () => ({ process_memory_mib: 1000 }), cgroupMemory(4096)],
    silent: [20, () => ({ process_memory_mib: 1000 }), limits({ memory_mib: 65_536, memory_by: "machine" })],
    says: /It used 1000 MiB of the 4\.0 GiB that are set aside for it/,
  },
  {
    code: "memory_growing",
    speaks: [100, (second) => ({ process_memory_mib: 500 + 10 * second })],
    // Grows for two thirds of its time, and then no more.
    silent: [100, (second) => ({ process_memory_mib: 500 + 10 * Math.min(second, 66) })],
    says: /Memory grew all the time, by about 3\d\.\d GiB an hour, to its end/,
  },
  {
    code: "swap_used",
    speaks: [20, (second) => ({ system_swap_used_mib: 100 + 10 * second })],
    silent: [20, () => ({ system_swap_used_mib: 5000 })],
    says: /The machine moved 190 MiB to swap meanwhile/,
  },
  {
    code: "waiting_for_disk",
    speaks: [20, () => ({ system_io_pressure: 0.4 })],
    silent: [20, () => ({ system_io_pressure: 0.1 })],
    says: /In 40 % of the time something on the machine waited for a disk/,
  },
  {
    code: "disk_nearly_full",
    speaks: [20, (second) => ({ system_disk_space_total_gb: 100, system_disk_space_free_gb: 24 - second })],
    silent: [20, () => ({ system_disk_space_total_gb: 100, system_disk_space_free_gb: 6 })],
    says: /At its end 4 GB of 100 GB of disk were free/,
  },
  {
    code: "gpu_idle",
    speaks: [20, () => ({ process_gpu_vram_mib: 8192, process_gpu_usage: 0.01, process_gpu_utilized: 0 })],
    silent: [20, () => ({ process_gpu_vram_mib: 8192, process_gpu_usage: 0.5, process_gpu_utilized: 1 })],
    says: /It held 8\.0 GiB of GPU memory, and the GPU was busy in 1 % of the time/,
  },
  {
    code: "gpu_starved",
    speaks: [20, () => ({ ...cores(1), process_gpu_usage: 0.3, process_gpu_utilized: 1 })],
    silent: [20, () => ({ ...cores(1), process_gpu_usage: 0.9, process_gpu_utilized: 1 })],
    says: /The GPU was busy in 30 % of the time, and one core in 100 %: it waits for that core/,
  },
  {
    code: "other_work",
    speaks: [20, () => ({ ...cores(2), system_cpu_usage: 5 }), limits({ cpus: 8 })],
    silent: [20, () => ({ ...cores(2), system_cpu_usage: 2.4 }), limits({ cpus: 8 })],
    says: /Other work on the machine kept 3 cores busy meanwhile/,
  },
];

for (const { code, speaks, silent, says } of rules) {
  test(`findingsOf() says ${code} with its numbers`, () => {
    const found = find(...speaks).find((finding) => finding.code === code);
    assert.ok(found, `only ${codes(...speaks).join(", ")}`);
    assert.match(found.message, says);
    assert.ok(Object.values(found.evidence).every((value) => typeof value === "string" || Number.isFinite(value)));
  });

  test(`findingsOf() does not say ${code} of a near miss, of nine samples, or of nothing`, () => {
    assert.ok(!codes(...silent).includes(code), "near miss");
    assert.ok(!codes(9, speaks[1], speaks[2]).includes(code), "nine samples");
    assert.ok(!codes(20, () => ({}), speaks[2]).includes(code), "nothing known");
  });
}

test("findingsOf() takes neither a warm-up nor a sawtooth nor a last jump for a leak", () => {
  for (const memory of [(t: number) => Math.min(t * 100, 3000), (t: number) => 500 + (t % 20) * 50, (t: number) => (t > 90 ? 4000 : 500), (t: number) => 500 + Math.sin(t) * 100]) {
    assert.ok(!codes(100, (second) => ({ process_memory_mib: memory(second) })).includes("memory_growing"), String(memory));
  }
});

test("findingsOf() sees a leak however long the run was", () => {
  assert.ok(codes(20_000, (second) => ({ process_memory_mib: 1000 + second / 10 + (second % 7) })).includes("memory_growing"));
});

test("findingsOf() says at once that memory ran out, with what it had", () => {
  const [first] = find(1, () => ({ process_memory_mib: 3900 }), { ...cgroupMemory(4096), signal: "SIGKILL", warnings: [warnings.oomKilled(1)] });
  assert.equal(first?.code, "killed_for_memory");
  assert.match(first.message, /the kernel killed a part of it\. It had 3\.8 GiB of 4\.0 GiB, and needs more than that/);
  assert.match(find(1, () => ({ process_memory_mib: 4090 }), { ...cgroupMemory(4096), signal: "SIGKILL" })[0]!.message, /it seems: it was killed at its limit/);
  assert.deepEqual(codes(1, () => ({ process_memory_mib: 100 }), { ...cgroupMemory(4096), signal: "SIGKILL" }), [], "somebody has killed it");
});

test("findingsOf() passes on that the CPU limit held it back", () => {
  assert.deepEqual(codes(1, () => ({}), { warnings: [warnings.throttled(3, 40)] }), ["cpu_throttled"]);
});

test("findingsOf() throws on no run at all", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = new Random(seed);
    const some = columns.map(({ name }) => name).filter(() => random.between(0, 2) === 0);
    find(random.between(0, 40), () => Object.fromEntries(some.map((name) => [name, random.between(0, 5000) / random.between(1, 100)])), limits({ cpus: random.between(0, 3), memory_mib: random.between(0, 9000) }));
  }
});
