import assert from "node:assert/strict";
import { test } from "node:test";
import { warnings } from "../../src/report/warnings.ts";
import { cgroupMemory, codesOf, cores, type InventedRun, limits, type Values } from "../helpers/findings.ts";

const MB = 1e6;
const twenty = (values: InventedRun["values"], changes: Partial<InventedRun> = {}): InventedRun => ({ rows: 20, values, ...changes });
const killed = (values: Values, memory_mib: number): InventedRun => ({ rows: 1, values: () => values, known: { ...limits({ memory_mib, memory_by: "machine" }), signal: "SIGKILL" } });
const gpu = (usage: number, vram = 0): Values => ({ process_gpu_usage: usage, process_gpu_vram_mib: vram, process_gpu_utilized: 1 });

/** Numbers just on this and just on that side of where a rule begins to speak. */
const borders: readonly [code: string, what: string, run: (value: number) => InventedRun, speaks: number, silent: number][] = [
  ["killed_for_memory", "MiB of 1000 at SIGKILL", (mib) => killed({ process_memory_mib: mib }, 1000), 900, 899],
  ["killed_for_memory", "MiB left in a machine of 1000", (left) => killed({ process_memory_mib: 800, system_memory_used_mib: 1000 - left, system_memory_available_mib: left }, 1000), 29, 31],
  ["memory_near_limit", "MiB of 1000", (mib) => twenty(() => ({ process_memory_mib: mib }), { known: cgroupMemory(1000) }), 900, 899],
  ["memory_limit_too_high", "MiB set aside for 1690", (mib) => twenty(() => ({ process_memory_mib: 1690 }), { known: cgroupMemory(mib) }), 5100, 5000],
  ["memory_limit_too_high", "MiB set aside for 100", (mib) => twenty(() => ({ process_memory_mib: 100 }), { known: cgroupMemory(mib) }), 640, 639],
  ["memory_limit_too_high", "MiB set aside for 860", (mib) => twenty(() => ({ process_memory_mib: 860 }), { known: cgroupMemory(mib) }), 4096, 4095],
  ["memory_growing", "MiB that are grown", (mib) => ({ rows: 700, values: (second) => ({ process_memory_mib: 20 + (mib * second) / 500 }) }), 65, 63],
  ["memory_growing", "MiB beside 1000 that are grown", (mib) => ({ rows: 700, values: (second) => ({ process_memory_mib: 1000 + (mib * (second - 100)) / 500 }) }), 205, 195],
  ["swap_used", "MiB", (mib) => twenty((second) => ({ system_swap_used_mib: second === 7 ? mib : 0 })), 64, 63],
  ["cpu_throttled", "seconds of 20", (seconds) => twenty(() => ({}), { known: { warnings: [warnings.throttled(seconds, 9)] } }), 1, 0.9],
  ["one_core_busy", "rows of 20", (busy) => twenty((second) => cores(second <= busy ? 1 : 3), { known: limits({ cpus: 8 }) }), 16, 15],
  ["cores_idle", "cores busy on a machine of 8", (system) => twenty(() => ({ ...cores(3.5), system_cpu_usage: system }), { known: limits({ cpus: 8, cpus_by: "machine" }) }), 7.1, 7.2],
  ["cores_idle", "cores for a job that needs 1", (cpus) => twenty(() => cores(0.5), { known: limits({ cpus }) }), 3, 2],
  ["waiting_for_disk", "% of the time", (io) => twenty(() => ({ system_io_pressure: io })), 20, 19],
  ["waiting_for_disk", "MB of 100", (own) => twenty(() => ({ system_io_pressure: 50, process_disk_read_bytes: own * MB, system_disk_read_bytes: 100 * MB })), 25, 24],
  ["waiting_for_disk", "cores busy", (busy) => twenty(() => ({ system_io_pressure: 50, ...cores(busy) })), 0.79, 0.81],
  ["disk_nearly_full", "GB of 1000", (free) => twenty(() => ({ system_disk_space_free_gb: free, system_disk_space_total_gb: 1000 })), 49, 51],
  ["disk_nearly_full", "GB of 4000", (free) => twenty(() => ({ system_disk_space_free_gb: free, system_disk_space_total_gb: 4000 })), 99, 101],
  ["gpu_idle", "GPUs busy", (usage) => twenty(() => gpu(usage, 4096)), 0.04, 0.05],
  ["gpu_idle", "MiB of the job", (mib) => twenty(() => gpu(0, mib)), 64, 63],
  ["gpu_idle", "MiB of the device", (mib) => twenty((second) => ({ system_gpu_usage: 0, system_gpu_vram_mib: second === 1 ? 100 : 100 + mib })), 256, 255],
  ["gpu_starved", "GPUs busy", (usage) => twenty(() => ({ ...cores(1), ...gpu(usage) })), 0.59, 0.61],
  ["gpu_starved", "rows of 20 with one core busy", (busy) => twenty((second) => ({ ...cores(second <= busy ? 1 : 3), ...gpu(0.3) })), 14, 13],
  ["gpu_starved", "rows of 100 with the GPU in use", (used) => ({ rows: 100, values: (second) => ({ ...cores(1), ...gpu(second <= used ? 0.3 : 0) }) }), 20, 19],
  ["vram_nearly_full", "MiB of 10,000", (mib) => twenty(() => gpu(0.9, mib), { options: { vramTotalMib: 10_000 } }), 9500, 9499],
  ["vram_mostly_empty", "MiB of 10,000", (mib) => twenty(() => gpu(0.9, mib), { options: { vramTotalMib: 10_000 } }), 2499, 2500],
  ["other_work", "cores beside half a one", (others) => twenty(() => ({ ...cores(0.5), system_cpu_usage: 0.5 + others })), 0.26, 0.24],
  ["other_work", "cores beside ten", (others) => twenty(() => ({ ...cores(10), system_cpu_usage: 10 + others })), 1.1, 0.9],
  ["other_work", "GPUs beside a tenth", (others) => twenty(() => ({ ...gpu(0.1), system_gpu_usage: 0.1 + others })), 0.21, 0.19],
  ["other_work", "MiB that are left of 16,000", (left) => twenty(() => ({ process_memory_mib: 500, system_memory_used_mib: 16_000 - left, system_memory_available_mib: left })), 1590, 1610],
  ["cpu_stolen", "seconds of 100", (stolen) => twenty(() => ({ system_utime: (100 - stolen) / 20, system_stime: 0, system_steal: stolen / 20 })), 5.1, 4.9],
];

for (const [code, what, run, speaks, silent] of borders) {
  test(`findingsOf() says ${code} at ${speaks} and not at ${silent} ${what}`, () => {
    assert.ok(codesOf(run(speaks)).includes(code), `not at ${speaks}`);
    assert.ok(!codesOf(run(silent)).includes(code), `at ${silent}`);
  });
}
