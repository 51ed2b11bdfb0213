import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { readLimits } from "../../../src/sources/linux/limits.ts";
import { noWarnings } from "../../helpers/no-warnings.ts";

const GIB = 2 ** 30;
const V2 = "30 25 0:26 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
const V1 = ["cpu,cpuacct", "memory", "cpuset"].map((names, index) => `${31 + index} 30 0:${27 + index} / /sys/fs/cgroup/${names} rw - cgroup cgroup rw,${names}\n`).join("");
const NO_LIMIT_V1 = "9223372036854771712\n";

/** 16 CPUs, 64 GiB. */
function machine(files: Record<string, string>): FixtureHost {
  return FixtureHost.of({
    "/sys/devices/system/cpu/online": "0-15\n",
    "/proc/meminfo": `MemTotal: ${64 * 2 ** 20} kB\n`,
    "/proc/self/status": "Name: node\nCpus_allowed_list:\t0-15\n",
    "/proc/self/mountinfo": V2,
    "/proc/self/cgroup": "0::/\n",
    ...files,
  });
}

const limits = (files: Record<string, string>) => {
  const { cpus, cpusBy, memoryBytes, memoryBy } = readLimits(machine(files), noWarnings);
  return [cpus, cpusBy, memoryBytes === null ? null : memoryBytes / GIB, memoryBy];
};

test("readLimits() is what the machine has when nothing limits", () => {
  assert.deepEqual(readLimits(machine({ "/proc/self/mountinfo": "", "/proc/self/cgroup": "" }), noWarnings), {
    cpus: 16,
    cpusBy: "machine",
    memoryBytes: 64 * GIB,
    memoryBy: "machine",
    machineCpus: 16,
    machineMemoryBytes: 64 * GIB,
    evidence: { oomKills: null, throttledPeriods: null, throttledSeconds: null },
  });
});

test("readLimits() reads a Docker container of version 2", () => {
  const files = { "/sys/fs/cgroup/cpu.max": "150000 100000\n", "/sys/fs/cgroup/memory.max": `${2 * GIB}\n` };
  assert.deepEqual(limits(files), [1.5, "/sys/fs/cgroup/cpu.max", 2, "/sys/fs/cgroup/memory.max"]);
});

test("readLimits() takes the least over all groups above", () => {
  const files = {
    "/proc/self/cgroup": "0::/system.slice/slurmstepd.scope/job_42/step_0/user/task_0\n",
    "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_42/memory.max": `${8 * GIB}\n`,
    "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_42/step_0/memory.max": "max\n",
    "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_42/step_0/user/task_0/memory.max": `${16 * GIB}\n`,
    "/sys/fs/cgroup/system.slice/cpu.max": "400000 100000\n",
    "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_42/step_0/user/task_0/cpu.max": "max 100000\n",
  };
  assert.deepEqual(limits(files), [4, "/sys/fs/cgroup/system.slice/cpu.max", 8, "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_42/memory.max"]);
});

test("readLimits() reads a Docker container of version 1", () => {
  const files = {
    "/proc/self/cgroup": "5:cpuset:/docker/7f\n4:memory:/docker/7f\n3:cpuacct,cpu:/docker/7f\n",
    "/proc/self/mountinfo": V1.replaceAll(" / ", " /docker/7f "),
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": `${3 * GIB}\n`,
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "250000\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
  };
  assert.deepEqual(limits(files), [2.5, "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", 3, "/sys/fs/cgroup/memory/memory.limit_in_bytes"]);
});

test("readLimits() knows what version 1 writes for no limit", () => {
  const files = {
    "/proc/self/cgroup": "4:memory:/\n3:cpu,cpuacct:/\n",
    "/proc/self/mountinfo": V1,
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": NO_LIMIT_V1,
    "/sys/fs/cgroup/memory/memory.stat": "cache 1\nrss 1\nhierarchical_memory_limit 9223372036854771712\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
    "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
  };
  assert.deepEqual(limits(files), [16, "machine", 64, "machine"]);
});

test("readLimits() sees a Kubernetes pod's limit above its container in version 1", () => {
  const files = {
    "/proc/self/cgroup": "4:memory:/kubepods/burstable/pod1/c1\n",
    "/proc/self/mountinfo": V1.replaceAll(" / ", " /kubepods/burstable/pod1/c1 "),
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": NO_LIMIT_V1,
    "/sys/fs/cgroup/memory/memory.stat": `cache 1\nrss 1\nhierarchical_memory_limit ${4 * GIB}\n`,
  };
  assert.deepEqual(limits(files).slice(2), [4, "/sys/fs/cgroup/memory/memory.stat"]);
});

test("readLimits() does not take a limit above what the machine has for one", () => {
  assert.deepEqual(limits({ "/sys/fs/cgroup/memory.max": `${900 * GIB}\n`, "/sys/fs/cgroup/cpu.max": "6400000 100000\n" }), [16, "machine", 64, "machine"]);
});

test("readLimits() counts the affinity mask, and names the cpuset when it is that", () => {
  const masked = { "/proc/self/status": "Cpus_allowed_list:\t2,4-6,40\n" };
  assert.deepEqual(limits(masked).slice(0, 2), [4, "affinity"]);
  assert.deepEqual(limits({ ...masked, "/sys/fs/cgroup/cpuset.cpus.effective": "2,4-6\n" }).slice(0, 2), [4, "/sys/fs/cgroup/cpuset.cpus.effective"]);
  assert.deepEqual(limits({ ...masked, "/sys/fs/cgroup/cpuset.cpus.effective": "0-15\n" }).slice(0, 2), [4, "affinity"]);
  const v1 = { "/proc/self/mountinfo": V1, "/proc/self/cgroup": "9:cpuset:/slurm/uid_7/job_9\n", "/sys/fs/cgroup/cpuset/slurm/uid_7/job_9/cpuset.cpus": "0-1\n" };
  assert.deepEqual(limits(v1).slice(0, 2), [2, "/sys/fs/cgroup/cpuset/slurm/uid_7/job_9/cpuset.cpus"]);
});

test("readLimits() looks for the cpuset in the groups above when the own one has none", () => {
  const files = { "/proc/self/cgroup": "0::/a/b\n", "/sys/fs/cgroup/a/cpuset.cpus.effective": "0-2\n", "/sys/fs/cgroup/cpuset.cpus.effective": "0-15\n" };
  assert.deepEqual(limits(files).slice(0, 2), [3, "/sys/fs/cgroup/a/cpuset.cpus.effective"]);
});

test("readLimits() counts CPUs without /sys by /proc/stat, then by /proc/cpuinfo", () => {
  const host = machine({ "/proc/stat": "cpu  1 1 1 1\ncpu0 1 1 1 1\ncpu2 1 1 1 1\n", "/proc/self/status": "" });
  host.remove("/sys/devices/system/cpu/online");
  assert.equal(readLimits(host).machineCpus, 2);
  host.setFile("/proc/stat", "cpu  1 1 1 1\n");
  host.setFile("/proc/cpuinfo", "processor : 0\nmodel name : X\n\nprocessor : 1\nmodel name : X\n\nprocessor : 2\n");
  assert.equal(readLimits(host).cpus, 3);
  host.remove("/proc/cpuinfo");
  assert.deepEqual([readLimits(host).cpus, readLimits(host).cpusBy], [null, null]);
});

test("readLimits() keeps the evidence of a version 2 group and of quotas above it", () => {
  const files = {
    "/proc/self/cgroup": "0::/job/step\n",
    "/sys/fs/cgroup/job/step/memory.events": "low 0\nhigh 0\nmax 31\noom 2\noom_kill 2\n",
    "/sys/fs/cgroup/job/step/cpu.max": "200000 100000\n",
    "/sys/fs/cgroup/job/step/cpu.stat": "usage_usec 5\nnr_periods 100\nnr_throttled 7\nthrottled_usec 1500000\n",
    "/sys/fs/cgroup/job/cpu.max": "300000 100000\n",
    "/sys/fs/cgroup/job/cpu.stat": "usage_usec 5\nnr_periods 100\nnr_throttled 3\nthrottled_usec 500000\n",
  };
  assert.deepEqual(readLimits(machine(files)).evidence, { oomKills: 2, throttledPeriods: 10, throttledSeconds: 2 });
});

test("readLimits() keeps the evidence of version 1", () => {
  const files = {
    "/proc/self/cgroup": "4:memory:/job\n3:cpu,cpuacct:/job\n",
    "/proc/self/mountinfo": V1,
    "/sys/fs/cgroup/memory/job/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 5\n",
    "/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us": "50000\n",
    "/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us": "100000\n",
    "/sys/fs/cgroup/cpu,cpuacct/job/cpu.stat": "nr_periods 90\nnr_throttled 80\nthrottled_time 2500000000\n",
  };
  assert.deepEqual(readLimits(machine(files)).evidence, { oomKills: 5, throttledPeriods: 80, throttledSeconds: 2.5 });
  files["/sys/fs/cgroup/memory/job/memory.oom_control"] = "oom_kill_disable 0\nunder_oom 0\n";
  files["/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us"] = "-1\n";
  assert.deepEqual(readLimits(machine(files)).evidence, { oomKills: null, throttledPeriods: 0, throttledSeconds: 0 });
});

test("readLimits() survives files that make no sense, and says so", () => {
  const messages: string[] = [];
  const { cpus, memoryBytes } = readLimits(machine({ "/sys/fs/cgroup/cpu.max": "plenty\n", "/sys/fs/cgroup/memory.max": "?\n" }), ({ message }) => messages.push(message));
  assert.deepEqual([cpus, memoryBytes], [16, 64 * GIB]);
  assert.match(messages.join("\n"), /plenty.* in \/sys\/fs\/cgroup\/cpu\.max/);
});
