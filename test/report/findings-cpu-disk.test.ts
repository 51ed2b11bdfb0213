import { warnings } from "../../src/report/warnings.ts";
import { cores, limits, testCases, type Values } from "../helpers/findings.ts";

const MB = 1e6;
/** A job that moves so many bytes in a second, of all that the disks move. */
const moving = (own: number, all: number): Values => ({ process_disk_read_bytes: own, process_disk_write_bytes: 0, system_disk_read_bytes: all, system_disk_write_bytes: 0 });
const space = (free: number, total: number): Values => ({ system_disk_space_total_gb: total, system_disk_space_free_gb: free });
const eight = limits({ cpus: 8 });

testCases([
  {
    code: "one_core_busy",
    says: "One core was busy in 100 % of the time, and 7 others stood by: it does one thing after the other",
    hint: /several threads or processes/,
    run: { rows: 20, values: () => cores(1), known: eight },
    not: {
      "two cores, or one": { values: (second) => cores(second % 2 === 0 ? 1 : 2) },
      "half a core": { values: () => cores(0.5) },
      "one core that is all it may use": { known: limits({ cpus: 1 }) },
      "one core and a half": { values: () => cores(1.5) },
      "nobody knows how many cores": { known: limits({}) },
      "a GPU that waits for that core, of which more is said": { values: () => ({ ...cores(1), process_gpu_usage: 0.3 }) },
    },
    needs: ["process_utime", "process_stime"],
  },
  {
    code: "one_core_busy",
    says: "One core was busy in 90 % of the time, and the other one stood by: it does one thing after the other",
    hint: /./,
    run: { rows: 20, values: (second) => cores(second > 18 ? 2 : 0.99), known: limits({ cpus: 2 }) },
    not: {},
    needs: [],
  },
  {
    code: "cores_idle",
    says: "4 cores would have done, of the 8 it may use: on average 3.5 cores were busy",
    hint: /^give it 4: it takes at most 10 % longer there$/,
    run: { rows: 20, values: () => cores(3.5), known: eight },
    not: {
      "five cores of eight": { values: () => cores(4.5) },
      "all cores for a third of the time": { values: (second) => cores(second % 3 === 0 ? 8 : 0.1) },
      "a machine that others keep busy": { values: () => ({ ...cores(3.5), system_cpu_usage: 7.5 }), known: limits({ cpus: 8, cpus_by: "machine" }) },
      "one core of two": { values: () => cores(0.3), known: limits({ cpus: 2 }) },
      "one busy core, of which more is said": { values: () => cores(1) },
      "a GPU that waits for one core": { values: () => ({ ...cores(1), process_gpu_usage: 0.3 }) },
      "nobody knows how many cores": { known: limits({}) },
    },
    needs: ["process_utime", "process_stime"],
  },
  {
    code: "cpu_throttled",
    says: "The CPU limit held the job back for 3 s, 40 times: it wanted more than the 2 cores it may use",
    hint: /^raise its CPU limit/,
    run: { rows: 20, values: () => cores(2), known: { ...limits({ cpus: 2 }), warnings: [warnings.throttled(3, 40)] } },
    not: {
      "a moment": { known: { warnings: [warnings.throttled(0.5, 6)] } },
      "no throttling": { known: { warnings: [warnings.oomKilled(1)] } },
    },
    needs: [],
  },
  {
    code: "cpu_throttled",
    says: "The CPU limit held the job back 40 times: it wanted more than the 1.5 cores it may use",
    hint: /./,
    run: { rows: 20, values: () => ({}), known: { ...limits({ cpus: 1.5 }), warnings: [warnings.throttled(null, 40)] } },
    not: {},
  },
  {
    code: "waiting_for_disk",
    says: "In 40 % of the time a program on this machine waited for a disk, and this job is the one that used it",
    hint: /faster disk/,
    run: { rows: 20, values: () => ({ system_io_pressure: 40, ...cores(0.3), ...moving(50 * MB, 60 * MB) }) },
    not: {
      "a disk that is used now and then": { values: () => ({ system_io_pressure: 10, ...cores(0.3), ...moving(50 * MB, 60 * MB) }) },
      "somebody else who waits": { values: () => ({ system_io_pressure: 40, ...cores(0.3), ...moving(MB, 60 * MB) }) },
      "a job that used no disk": { values: () => ({ system_io_pressure: 40, ...cores(0.3), ...moving(0, 0) }) },
      "a job that computes all the time": { values: () => ({ system_io_pressure: 40, ...cores(0.95), ...moving(50 * MB, 60 * MB) }) },
      "pressure of nothing, whatever iowait says": { values: () => ({ system_io_pressure: 0, system_iowait: 0.9, ...moving(50 * MB, 60 * MB) }) },
    },
    needs: ["system_io_pressure"],
  },
  {
    code: "waiting_for_disk",
    says: "On average 0.5 of a core did nothing but wait for a disk",
    hint: /faster disk/,
    run: { rows: 20, values: () => ({ system_iowait: 0.5, ...moving(50 * MB, 60 * MB) }) },
    not: { "a tenth of a core": { values: () => ({ system_iowait: 0.1, ...moving(50 * MB, 60 * MB) }) } },
    needs: ["system_iowait"],
  },
  {
    code: "waiting_for_disk",
    says: "In 40 % of the time a program on this machine waited for a disk",
    hint: /./,
    run: { rows: 20, values: () => ({ system_io_pressure: 40 }) },
    not: {},
  },
  {
    code: "disk_nearly_full",
    says: "At the end 4 GB of 100 GB of disk space were free, 19 GB less than at the start",
    hint: /df -h/,
    run: { rows: 20, values: (second) => space(24 - second, 100) },
    not: {
      "six GB of 100": { values: () => space(6, 100) },
      "as many TB that are free": { values: () => space(400, 10_000) },
      "a disk on which the job has made room again": { values: (second) => space(second > 15 ? 20 : 2, 100) },
      "no disk at all": { values: () => space(0, 0) },
    },
  },
]);
