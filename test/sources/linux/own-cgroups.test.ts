import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { readOwnCgroups } from "../../../src/sources/linux/own-cgroups.ts";
import { noWarnings } from "../../helpers/no-warnings.ts";

/** Mounts as "ROOT MOUNTPOINT TYPE OPTIONS". */
function find(cgroup: string, mounts: readonly string[], controller = "memory") {
  const lines = mounts.map((mount, index) => {
    const [root, point, type, options] = mount.split(" ");
    return `${30 + index} 25 0:${26 + index} ${root} ${point} rw,nosuid shared:9 - ${type} cgroup ${options ?? "rw,nsdelegate"}\n`;
  });
  return readOwnCgroups(FixtureHost.of({ "/proc/self/cgroup": cgroup, "/proc/self/mountinfo": lines.join("") }), noWarnings)(controller);
}

test("readOwnCgroups() walks from the own group up to the mount point", () => {
  assert.deepEqual(find("0::/user.slice/user-7.slice/run-1.scope\n", ["/ /sys/fs/cgroup cgroup2"]), {
    version: 2,
    folders: ["/sys/fs/cgroup/user.slice/user-7.slice/run-1.scope", "/sys/fs/cgroup/user.slice/user-7.slice", "/sys/fs/cgroup/user.slice", "/sys/fs/cgroup"],
  });
});

test("readOwnCgroups() finds a container with a cgroup namespace at the mount point", () => {
  assert.deepEqual(find("0::/\n", ["/ /sys/fs/cgroup cgroup2"]), { version: 2, folders: ["/sys/fs/cgroup"] });
});

test("readOwnCgroups() finds a container without one by the root of the mount", () => {
  const cgroup = "5:memory:/docker/7f3a\n4:cpu,cpuacct:/docker/7f3a\n";
  assert.deepEqual(find(cgroup, ["/docker/7f3a /sys/fs/cgroup/memory cgroup rw,memory"]), { version: 1, folders: ["/sys/fs/cgroup/memory"] });
  assert.deepEqual(find("5:memory:/docker/7f3a/job\n", ["/docker/7f3a /sys/fs/cgroup/memory cgroup rw,memory"])?.folders, ["/sys/fs/cgroup/memory/job", "/sys/fs/cgroup/memory"]);
  // A name that only begins like the root is another group.
  assert.deepEqual(find("5:memory:/docker/7f3ab\n", ["/docker/7f3a /sys/fs/cgroup/memory cgroup rw,memory"])?.folders, ["/sys/fs/cgroup/memory"]);
});

test("readOwnCgroups() takes the mount point for a group outside of what is mounted", () => {
  assert.deepEqual(find("0::/../other\n", ["/ /sys/fs/cgroup cgroup2"])?.folders, ["/sys/fs/cgroup"]);
  assert.deepEqual(find("", ["/ /sys/fs/cgroup/memory cgroup rw,memory"])?.folders, ["/sys/fs/cgroup/memory"]);
});

test("readOwnCgroups() tells the hierarchies of a hybrid machine apart", () => {
  const cgroup = "6:cpuacct,cpu:/slurm/job_5\n4:memory:/slurm/job_5/step_0\n1:name=systemd:/x\n0::/unified\n";
  const mounts = [
    "/ /sys/fs/cgroup/unified cgroup2",
    "/ /sys/fs/cgroup/systemd cgroup rw,name=systemd",
    "/ /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct",
    "/ /sys/fs/cgroup/memory cgroup rw,memory",
  ];
  assert.deepEqual(find(cgroup, mounts, "cpu")?.folders[0], "/sys/fs/cgroup/cpu,cpuacct/slurm/job_5");
  assert.deepEqual(find(cgroup, mounts, "memory")?.folders[0], "/sys/fs/cgroup/memory/slurm/job_5/step_0");
  assert.deepEqual(find(cgroup, mounts, "io"), { version: 2, folders: ["/sys/fs/cgroup/unified/unified", "/sys/fs/cgroup/unified"] });
});

test("readOwnCgroups() takes the mount that shows the group", () => {
  const mounts = ["/docker/other /tmp/cgroup cgroup rw,memory", "/docker /sys/fs/cgroup/memory cgroup rw,memory"];
  assert.deepEqual(find("5:memory:/docker/7f\n", mounts)?.folders, ["/sys/fs/cgroup/memory/7f", "/sys/fs/cgroup/memory"]);
});

test("readOwnCgroups() finds nothing where nothing is mounted", () => {
  assert.equal(find("0::/a\n", []), null);
  assert.equal(readOwnCgroups(FixtureHost.of({}), noWarnings)("cpu"), null);
});
