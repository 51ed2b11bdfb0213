import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { GpuOwners } from "../../src/run/gpu-owners.ts";

const job = new Map([[70, "member"], [71, "member"]]);
/** A machine with these processes beside the job. */
const host = (namespace: string | null, others: readonly number[] = []): FixtureHost => {
  const files = Object.fromEntries([...others, ...job.keys()].map((pid) => [`/proc/${pid}/stat`, `${pid} (x) S\n`]));
  return FixtureHost.of(files, namespace === null ? {} : { links: { "/proc/self/ns/pid": namespace } });
};
const FIRST = "pid:[4026531836]";
const INNER = "pid:[4026532511]";
const told = (of: FixtureHost, ...pids: number[]): [boolean, number[]] => {
  const owners = new GpuOwners(of);
  owners.note(pids, job);
  return [owners.pidsAreOurs, pids.filter((pid) => owners.owns(pid))];
};

test("GpuOwners tells the job's processes from others", () => {
  assert.deepEqual(told(host(FIRST, [900]), 70, 900), [true, [70]]);
  assert.deepEqual(told(host(FIRST, [900]), 900), [true, []]);
  assert.deepEqual(told(host(FIRST)), [false, []]);
});

test("GpuOwners knows the machine's own pids by one that is there: others are hidden or have just ended", () => {
  assert.deepEqual(told(host(FIRST, [900]), 900, 5000), [true, []]);
  assert.deepEqual(told(host(null, [900]), 900, 5000), [true, []]);
  assert.deepEqual(told(host(FIRST), 5000, 5001), [false, []]);
});

test("GpuOwners takes pids in a container for its own only where all of them are there", () => {
  assert.deepEqual(told(host(INNER, [900]), 70, 900), [true, [70]]);
  assert.equal(told(host(INNER, [900]), 70, 900, 2_811_345)[0], false, "the host's, and 70 by chance");
});

test("GpuOwners remembers a process of the job that has ended, and that pids are ours", () => {
  const machine = host(INNER);
  const owners = new GpuOwners(machine);
  owners.note([70], job);
  machine.remove("/proc/70");
  owners.note([70, 5000], new Map());
  assert.deepEqual([owners.owns(70), owners.pidsAreOurs], [true, true]);
});

test("GpuOwners finds a process of the job by its pid in a container of its own, and does not look for ever", () => {
  const machine = host(FIRST);
  machine.setFile("/proc/71/status", "Name:\tpython\nNSpid:\t71\t12\t1\n");
  assert.deepEqual(told(machine, 12), [true, [12]]);
  assert.deepEqual(told(machine, 71), [true, [71]]);
  machine.setFile("/proc/12/stat", "12 (kernel) S\n");
  assert.deepEqual(told(machine, 12), [true, []], "that is somebody else here");
  const owners = new GpuOwners(machine);
  for (let row = 0; row < 10; row++) owners.note([5000], job);
  assert.equal(machine.countReads("/proc/70/status") <= 2 + 3, true, String(machine.countReads("/proc/70/status")));
});

test("GpuOwners takes pids for this machine's where there is no /proc: Windows hides none", () => {
  assert.deepEqual(told(FixtureHost.of({}), 900), [true, []]);
});
