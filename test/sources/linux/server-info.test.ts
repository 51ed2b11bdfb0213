import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { readServerInfo } from "../../../src/sources/linux/server-info.ts";

const files = {
  "/etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
  "/proc/sys/kernel/osrelease": "6.1.0-18-amd64\n",
  "/proc/sys/kernel/hostname": "node7\n",
  "/proc/sys/kernel/arch": "x86_64\n",
  "/proc/cpuinfo": "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Example CPU @ 2.00GHz\nflags\t\t: fpu lm\n",
  "/proc/meminfo": "MemTotal: 2048 kB\nSwapTotal: 1024 kB\nSwapFree: 1024 kB\n",
  "/sys/devices/system/cpu/online": "0-3\n",
  "/sys/class/dmi/id/sys_vendor": "Example Cloud\n",
  "/sys/class/dmi/id/product_name": "ex.large\n",
};

test("readServerInfo() reads what kind of machine it is", () => {
  assert.deepEqual(readServerInfo(FixtureHost.of(files)), {
    os: "Debian GNU/Linux 12 (bookworm)",
    kernel: "6.1.0-18-amd64",
    hostname: "node7",
    architecture: "x86_64",
    cpuModel: "Example CPU @ 2.00GHz",
    cpus: 4,
    memoryBytes: 2048 * 1024,
    swapBytes: 1024 * 1024,
    container: null,
    vendor: "Example Cloud",
    product: "ex.large",
  });
});

test("readServerInfo() invents nothing on a machine that tells nothing", () => {
  assert.deepEqual(readServerInfo(FixtureHost.of({}, { unreadable: ["/sys", "/etc/os-release"] })), {
    os: "Linux",
    kernel: "unknown",
    hostname: "unknown",
    architecture: "unknown",
    cpuModel: null,
    cpus: null,
    memoryBytes: null,
    swapBytes: null,
    container: null,
    vendor: null,
    product: null,
  });
});

test("readServerInfo() guesses the architecture on kernels that do not name it", () => {
  const architecture = (cpuinfo: string) => readServerInfo(FixtureHost.of({ "/proc/cpuinfo": cpuinfo })).architecture;
  assert.equal(architecture(files["/proc/cpuinfo"]), "x86_64");
  assert.equal(architecture("processor : 0\nmodel name : Old\nflags : fpu vme\n"), "i686");
  assert.equal(architecture("processor : 0\nCPU implementer : 0x41\nCPU architecture: 8\nCPU part : 0xd0c\n"), "aarch64");
  assert.equal(architecture("vendor_id       : IBM/S390\n# processors    : 2\nprocessor 0: version = 00,  identification = 0A,  machine = 3906\n"), "s390x");
  assert.equal(architecture("processor : 0\ncpu : POWER9, altivec supported\n"), "ppc64le");
});

test("readServerInfo() reads os-release in its other place, and text beyond ASCII", () => {
  const info = readServerInfo(FixtureHost.of({ "/usr/lib/os-release": "NAME='Ex\xc3\xa4mple'\nVERSION=9\n", "/proc/device-tree/model": "Example Board B\0" }));
  assert.deepEqual([info.os, info.product], ["Exämple 9", "Example Board B"]);
});

test("readServerInfo() names the container", () => {
  const container = (texts: Record<string, string>, env: Record<string, string> = {}) => readServerInfo(FixtureHost.of(texts, { env })).container;
  assert.equal(container({ "/.dockerenv": "" }), "docker");
  assert.equal(container({ "/.dockerenv": "" }, { KUBERNETES_SERVICE_HOST: "10.0.0.1" }), "kubernetes");
  assert.equal(container({ "/run/.containerenv": 'engine="podman"\n' }), "podman");
  assert.equal(container({ "/run/systemd/container": "lxc\n" }), "lxc");
  assert.equal(container({}, { container: "systemd-nspawn" }), "systemd-nspawn");
  assert.equal(container({}, { APPTAINER_CONTAINER: "/images/a.sif" }), "apptainer");
  assert.equal(container({ "/proc/self/cgroup": "3:memory:/docker/7f3a\n" }), "docker");
  assert.equal(container({ "/proc/self/cgroup": "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-2.scope\n" }), "kubernetes");
  assert.equal(container({ "/proc/self/cgroup": "0::/lxc.payload.web/init.scope\n" }), "lxc");
  assert.equal(container({ "/proc/self/cgroup": "0::/system.slice/docker.service\n" }), null);
  assert.equal(container({ "/proc/self/cgroup": "0::/user.slice/user-1000.slice/session-3.scope\n" }), null);
});
