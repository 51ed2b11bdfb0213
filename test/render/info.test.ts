import assert from "node:assert/strict";
import { test } from "node:test";
import { renderInfoJson, renderInfoText, type MachineInfo } from "../../src/render/info.ts";

const info: MachineInfo = {
  serverInfo: {
    os: "Debian GNU/Linux 12 (bookworm)",
    kernel: "6.8.0-41-generic",
    hostname: "train-7",
    architecture: "x86_64",
    cpuModel: "Example Xeon 8800 @ 2.40GHz",
    cpus: 8,
    memoryBytes: 32 * 2 ** 30,
    swapBytes: 2 ** 30,
    container: "docker",
    vendor: "Example Cloud",
    product: "m9.2xlarge",
  },
  limits: {
    cpus: 1.5,
    cpusBy: "/sys/fs/cgroup/cpu.max",
    memoryBytes: 2 * 2 ** 30,
    memoryBy: "/sys/fs/cgroup/memory.max",
    machineCpus: 8,
    machineMemoryBytes: 32 * 2 ** 30,
    evidence: { oomKills: 0, throttledPeriods: 0, throttledSeconds: 0 },
  },
  exactAccounting: true,
  cloudInfo: { vendor: "aws", instance_type: "m5.large", region: "us-east-1", zone: "us-east-1b", discovery_seconds: 0.012 },
};

/** A machine that tells nothing. */
const unknown: MachineInfo = {
  serverInfo: { os: "Linux", kernel: "unknown", hostname: "unknown", architecture: "unknown", cpuModel: null, cpus: null, memoryBytes: null, swapBytes: null, container: null, vendor: null, product: null },
  limits: { ...info.limits, cpus: null, cpusBy: null, memoryBytes: null, memoryBy: null, machineCpus: null, machineMemoryBytes: null },
  exactAccounting: false,
  cloudInfo: null,
};

test("renderInfoText() tells the machine, what of it may be used and what sets that", () => {
  assert.equal(
    renderInfoText(info),
    `  System      Debian GNU/Linux 12 (bookworm)
  Kernel      6.8.0-41-generic x86_64
  Host        train-7, in a container (docker)
  Hardware    Example Cloud m9.2xlarge
  Cloud       aws m5.large in us-east-1 (us-east-1b), found out in 0.012 s
  Processors  8 × Example Xeon 8800 @ 2.40GHz
  Memory      32.0 GiB, 1.0 GiB swap

  May use     1.5 CPUs            by /sys/fs/cgroup/cpu.max
              2.0 GiB memory      by /sys/fs/cgroup/memory.max
  Accounting  exact: a job gets a cgroup of its own
`,
  );
});

test("renderInfoText() says n/a for what the machine does not tell", () => {
  assert.equal(
    renderInfoText(unknown),
    `  System      Linux
  Kernel      unknown unknown
  Host        unknown
  Processors  n/a
  Memory      n/a

  May use     n/a
              n/a
  Accounting  by process: no cgroup can be made here
`,
  );
});

test("renderInfoText() says when there is no limit, and when it is the affinity mask", () => {
  const limits = { ...info.limits, cpus: 1, cpusBy: "affinity", memoryBytes: 32 * 2 ** 30, memoryBy: "machine" };
  const text = renderInfoText({ ...info, limits });
  assert.match(text, /1 CPU +by the affinity mask\n +32\.0 GiB memory +all there is\n/);
});

test("renderInfoJson() has the names of a run's report, and null for unknown", () => {
  assert.deepEqual(JSON.parse(renderInfoJson(info)), {
    server_info: info.serverInfo,
    cloud_info: info.cloudInfo,
    limits: { cpus: 1.5, memory_mib: 2048, cpus_by: "/sys/fs/cgroup/cpu.max", memory_by: "/sys/fs/cgroup/memory.max" },
    exact_accounting: true,
  });
  assert.deepEqual(JSON.parse(renderInfoJson(unknown)).limits, { cpus: null, memory_mib: null, cpus_by: null, memory_by: null });
});
