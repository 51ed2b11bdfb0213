import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeFixtureName } from "../../src/host/fixture-folder.ts";
import { FixtureHost } from "../../src/host/fixture-host.ts";

test("FixtureHost tells what is not there from what does not answer", () => {
  const host = FixtureHost.of({ "/proc/7/stat": "7 (sh) S 1", "/proc/7/io": "rchar: 1" }, { unreadable: ["/proc/7/io", "/proc/8"] });
  assert.equal(host.readText("/proc/7/stat"), "7 (sh) S 1");
  assert.equal(host.readText("/proc/7/io"), null);
  assert.equal(host.keepOpen("/proc/7/io"), null);
  assert.equal(host.readText("/proc/8/stat"), null);
  assert.equal(host.listFolder("/proc/8"), null);
  assert.equal(host.readText("/proc/9/stat"), undefined);
  assert.equal(host.keepOpen("/proc/9/stat"), undefined);
  assert.equal(host.readLink("/proc/9/exe"), undefined);
  assert.equal(host.readFileSystem("/"), undefined);
  host.makeReadable("/proc/7/io");
  assert.equal(host.readText("/proc/7/io"), "rchar: 1");
});

test("FixtureHost.advance() moves both clocks and the step", () => {
  const host = FixtureHost.of({ "/a": "first", "/a@1": "second", "/late@2": "here" }, { wallMs: 5000 });
  const kept = host.keepOpen("/a")!;
  assert.deepEqual([host.monotonicMs(), host.wallMs(), kept.readText(), host.readText("/late")], [0, 5000, "first", undefined]);
  host.advance(999);
  assert.equal(kept.readText(), "first");
  host.advance(1);
  assert.deepEqual([host.monotonicMs(), host.wallMs(), kept.readText(), host.readText("/late")], [1000, 6000, "second", undefined]);
  host.wall -= 3_600_000;
  host.advance(1000);
  assert.deepEqual([host.monotonicMs(), host.wallMs(), kept.readText(), host.readText("/late")], [2000, 7000 - 3_600_000, "second", "here"]);
});

test("FixtureHost lists what lies in a folder, or what it was told", () => {
  const host = FixtureHost.of(
    { "/proc/1/stat": "", "/proc/12/stat": "", "/proc/12/task/12/stat": "", "/proc/30/stat@1": "" },
    { links: { "/proc/12/exe": "/bin/sh" }, folders: { "/sys/block": [], "/sys/class/net": ["lo"], "/sys/class/net@1": ["lo", "eth0"] }, gone: { "/proc/12": 1 } },
  );
  assert.deepEqual(host.listFolder("/proc"), ["1", "12"]);
  assert.deepEqual(host.listFolder("/proc/12")?.sort(), ["exe", "stat", "task"]);
  assert.deepEqual(host.listFolder("/sys/block"), []);
  assert.deepEqual(host.listFolder("/sys/class/net"), ["lo"]);
  assert.equal(host.listFolder("/nowhere"), undefined);
  host.advance(1000);
  assert.deepEqual(host.listFolder("/proc"), ["1", "30"]);
  assert.deepEqual(host.listFolder("/sys/class/net"), ["lo", "eth0"]);
  assert.deepEqual([host.readText("/proc/12/stat"), host.readLink("/proc/12/exe")], [undefined, undefined]);
});

test("FixtureHost can be changed between two readings", () => {
  const host = FixtureHost.of({ "/proc/7/stat": "old", "/proc/7/io": "", "/proc/70/stat": "other" });
  const kept = host.keepOpen("/proc/7/stat")!;
  host.setFile("/proc/7/stat", "new");
  assert.equal(kept.readText(), "new");
  host.remove("/proc/7");
  assert.equal(kept.readText(), undefined);
  assert.deepEqual(host.listFolder("/proc"), ["70"]);
  host.makeUnreadable("/proc/70");
  assert.equal(host.readText("/proc/70/stat"), null);
});

test("FixtureHost.setFile() brings back what was gone", () => {
  const host = FixtureHost.of({ "/proc/7/stat": "old" }, { gone: { "/proc/7": 0 } });
  assert.equal(host.readText("/proc/7/stat"), undefined);
  host.setFile("/proc/7/stat", "reused");
  assert.equal(host.readText("/proc/7/stat"), "reused");
});

test("FixtureHost counts readings and open files", () => {
  const host = FixtureHost.of({ "/a": "", "/b": "" });
  const kept = host.keepOpen("/a")!;
  kept.readText();
  kept.readText();
  host.readText("/missing");
  assert.deepEqual([host.countReads("/a"), host.countReads("/missing"), host.countReads(), host.openFiles], [3, 1, 4, 1]);
  kept.close();
  kept.close();
  assert.equal(host.openFiles, 0);
  assert.throws(() => kept.readText(), /closed/);
  host.forgetReads();
  assert.equal(host.countReads(), 0);
});

test("FixtureHost.run() answers as it was told, refuses what a program was never asked, and misses other programs", async () => {
  const host = FixtureHost.of({}, { programs: { "df -kP": { stdout: "Filesystem\n" }, slow: { timedOut: true } } });
  const options = { timeoutMs: 100 };
  assert.deepEqual(await host.run("df", ["-kP"], options), { exitCode: 0, stdout: "Filesystem\n", stderr: "", timedOut: false, missing: false });
  assert.deepEqual(await host.run("slow", [], options), { exitCode: null, stdout: "", stderr: "", timedOut: true, missing: false });
  assert.deepEqual(await host.run("df", [], options), { exitCode: 1, stdout: "", stderr: "", timedOut: false, missing: false });
  assert.equal((await host.run("top", [], options)).missing, true);
});

test("encodeFixtureName() keeps what every system can name a file", () => {
  assert.equal(encodeFixtureName("/sys/fs/cgroup/user@1000.service/a:b?", 0), "/sys/fs/cgroup/user%401000.service/a%3ab%3f");
  assert.equal(encodeFixtureName("/proc/stat", 1), "/proc/stat@1");
});
