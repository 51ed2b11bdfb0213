import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { findingsOf } from "../../src/report/findings.ts";
import { warnings } from "../../src/report/warnings.ts";
import { aggregateOf, codesOf, cores, find, limits, testCases, type Values } from "../helpers/findings.ts";
import { Random } from "../helpers/random.ts";
import { bareReport, exampleReport } from "../helpers/report.ts";
import { recommendedReport } from "../helpers/recommended-report.ts";

const machine = (used: number, available: number): Values => ({ system_memory_used_mib: used, system_memory_available_mib: available });
const gpu = (system: number, own: number): Values => ({ system_gpu_usage: system, process_gpu_usage: own, process_gpu_utilized: 1 });

testCases([
  {
    code: "other_work",
    says: "Other programs kept 3 cores busy beside the 2 of this job: alone this job might have been faster",
    hint: /record it again while nothing else runs/,
    run: { rows: 20, values: () => ({ ...cores(2), system_cpu_usage: 5 }) },
    not: {
      "the machine's own housekeeping": { values: () => ({ ...cores(2), system_cpu_usage: 2.2 }) },
      "the share of the kernel in much work": { values: () => ({ ...cores(16), system_cpu_usage: 17 }) },
      "a job that sleeps on a quiet machine": { values: () => ({ ...cores(0.01), system_cpu_usage: 0.1 }) },
      "a last row that was short and idle": { values: (second) => ({ ...cores(second === 20 ? 0 : 2), system_utime: second === 20 ? 0 : 2, system_stime: 0, system_cpu_usage: 2.6 }) },
    },
    needs: ["system_cpu_usage"],
  },
  {
    code: "other_work",
    says: "Other programs used 0.5 GPUs: alone this job might have been faster",
    hint: /./,
    run: { rows: 20, values: () => gpu(0.9, 0.4) },
    not: { "the job's own": { values: () => gpu(0.95, 0.9) } },
    needs: ["system_gpu_usage", "process_gpu_usage"],
  },
  {
    code: "other_work",
    says: "Other programs held 14.6 GiB of memory while hardly any was left: alone this job might have been faster",
    hint: /./,
    run: { rows: 20, values: () => ({ process_memory_mib: 500, ...machine(15_500, 500) }) },
    not: {
      "programs that leave enough": { values: () => ({ process_memory_mib: 500, ...machine(10_000, 6000) }) },
      "the job itself": { values: () => ({ process_memory_mib: 15_000, ...machine(15_500, 500) }) },
    },
  },
  {
    code: "cpu_stolen",
    says: "Other virtual machines on the same hardware took 20 % of the CPU time that this one wanted",
    hint: /--allocation dedicated/,
    run: { rows: 20, values: () => ({ system_utime: 1.5, system_stime: 0.1, system_steal: 0.4 }) },
    not: {
      "hardly anything": { values: () => ({ system_utime: 1.5, system_stime: 0.1, system_steal: 0.05 }) },
      "a share of nothing": { values: () => ({ system_utime: 0.01, system_stime: 0, system_steal: 0.01 }) },
    },
  },
]);

test("findingsOf() says that there is too little to judge by only to those who want to know", () => {
  const short = { rows: 3, values: () => cores(1), known: { duration_seconds: 3, command: ["python", "train.py"] } };
  assert.deepEqual(codesOf(short), []);
  const [first] = find({ ...short, options: { asked: true } });
  assert.deepEqual(first, { code: "too_few_samples", message: "It ran for 3 s and was looked at 3 times: little to judge by", hint: "restrack run --interval 0.15 -- python train.py", evidence: { samples: 3, duration_seconds: 3 } });
  const asked = (rows: number, known: object) => find({ rows, values: () => cores(1), known, options: { asked: true } })[0];
  assert.equal(asked(3, { duration_seconds: 3, command: ["sh", "-c", "a; b"] })?.hint, "restrack run --interval 0.15 -- COMMAND");
  assert.equal(asked(5, { duration_seconds: 18_000 })?.hint, "restrack run --interval 1 -- COMMAND");
  assert.equal(asked(5, { duration_seconds: 18_000 })?.message, "It ran for 5 hours and was looked at 5 times: little to judge by");
  assert.match(asked(1, { duration_seconds: 0.3 })?.hint ?? "", /larger input/);
  assert.match(asked(12, { duration_seconds: 0.6 })?.message ?? "", /^It ran for 0\.6 s, most of which is starting/);
  assert.notEqual(asked(10, {})?.code, "too_few_samples");
});

test("findingsOf() says first what endangers the job", () => {
  const values = () => ({ ...cores(1), process_memory_mib: 4000, system_disk_space_total_gb: 100, system_disk_space_free_gb: 1, system_cpu_usage: 3 });
  const known = { ...limits({ cpus: 8, memory_mib: 4096, memory_by: "/sys/fs/cgroup/job/memory.max" }) };
  assert.deepEqual(codesOf({ rows: 30, values, known }), ["memory_near_limit", "one_core_busy", "disk_nearly_full", "other_work"]);
  assert.deepEqual(codesOf({ rows: 30, values, known: { ...known, warnings: [warnings.oomKilled(1)] } }), ["killed_for_memory", "one_core_busy", "disk_nearly_full", "other_work"]);
});

test("findingsOf() has nothing to say of a job that uses what it has", () => {
  const values = () => ({ ...cores(7.6), process_memory_mib: 3000, system_io_pressure: 2, system_iowait: 0.1, system_cpu_usage: 7.7, system_swap_used_mib: 900, system_disk_space_total_gb: 500, system_disk_space_free_gb: 200, system_steal: 0, system_utime: 7, system_stime: 0.7, ...machine(5000, 20_000) });
  assert.deepEqual(codesOf({ rows: 200, values, known: { ...limits({ cpus: 8, memory_mib: 4096, memory_by: "/sys/fs/cgroup/memory.max" }), exit_code: 0 }, options: { asked: true } }), []);
});

test("findingsOf() throws on no run, and says nothing that is not a number", () => {
  const odd = [NaN, Infinity, -1, 0, 1e-9, 0.5, 1, 3, 4096, 1e12];
  for (let seed = 1; seed <= 400; seed++) {
    const random = new Random(seed);
    const one = <T>(values: readonly T[]): T => values[random.between(0, values.length - 1)]!;
    const some = columns.map(({ name }) => name).filter((name) => name !== "timestamp" && random.between(0, 2) === 0);
    const { trace } = aggregateOf({ rows: random.between(0, 40), values: () => Object.fromEntries(some.map((name) => [name, random.between(0, 3) === 0 ? NaN : random.between(0, 5000) / random.between(1, 100)])) });
    const maybe = () => (random.between(0, 2) === 0 ? null : one(odd));
    const report = one([exampleReport, bareReport, recommendedReport])({
      samples: random.between(0, 40),
      duration_seconds: maybe(),
      exit_code: one([null, 0, 1, 137]),
      signal: one([null, "SIGKILL", "SIGTERM"]),
      timed_out: random.between(0, 1) === 0,
      limits: { cpus: maybe(), memory_mib: maybe(), cpus_by: null, memory_by: one([null, "machine", "/sys/fs/cgroup/memory.max"]) },
      peaks: { cgroup_memory_mib: null, memory_mib: maybe(), cpu_cores: maybe(), gpu_vram_mib: maybe(), processes: null, threads: null },
      stats: Object.fromEntries(some.map((name) => [name, Object.fromEntries(["mean", "max", "sum"].filter(() => random.between(0, 2) > 0).map((key) => [key, one(odd)]))])),
      warnings: random.between(0, 2) === 0 ? [warnings.oomKilled(1), warnings.throttled(one([null, 0, 2.5, 1e6]), 3)] : [],
    });
    for (const { message, hint, evidence } of findingsOf(report, trace, { asked: random.between(0, 1) === 0, vramTotalMib: maybe() })) {
      assert.doesNotMatch(`${message} ${hint}`, /NaN|Infinity|undefined|null|\[object/, `seed ${seed}`);
      for (const value of Object.values(evidence)) assert.ok(Number.isFinite(value), `seed ${seed}`);
    }
  }
});
