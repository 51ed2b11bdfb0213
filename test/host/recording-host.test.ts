import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { createMask } from "../../src/host/mask.ts";
import { RecordingHost } from "../../src/host/recording-host.ts";

const mask = createMask({ hostname: "atlas", user: "ann", home: "/home/ann" });

function inFolder(action: (folder: string) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "restrack-"));
    try {
      await action(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

test(
  "RecordingHost.save() makes a fixture that answers as the machine did",
  inFolder(async (folder) => {
    const machine = FixtureHost.of(
      { "/proc/stat": "cpu 1\n", "/proc/stat@1": "cpu 2\n", "/proc/7/cmdline": "sh\0/home/ann/\xe9\0", "/proc/same": "same", "/proc/late@1": "late" },
      {
        pid: 7,
        env: { HOME: "/home/ann", SECRET: "hush" },
        wallMs: 1234,
        links: { "/sys/class/net/eth0/device": "../virtio0" },
        folders: { "/sys/block": [] },
        unreadable: ["/proc/7/io"],
        gone: { "/proc/7": 1 },
        fileSystems: { "/": { totalBytes: 9, freeBytes: 5, availableBytes: 4 } },
        programs: { "df -k": { stdout: "atlas:/x\n" } },
      },
    );
    const ask = async (host: FixtureHost | RecordingHost) => ({
      texts: ["/proc/stat", "/proc/7/cmdline", "/proc/7/io", "/proc/same", "/proc/late", "/proc/none"].map((path) => host.readText(path)),
      kept: host.keepOpen("/proc/stat")?.readText(),
      closed: [host.keepOpen("/proc/7/io"), host.keepOpen("/proc/none")],
      folders: [host.listFolder("/proc/7"), host.listFolder("/sys/block"), host.listFolder("/none")],
      link: host.readLink("/sys/class/net/eth0/device"),
      space: [host.readFileSystem("/"), host.readFileSystem("/none")],
      df: await host.run("df", ["-k"], { timeoutMs: 1 }),
      home: host.env.HOME,
    });
    const recorder = new RecordingHost(machine);
    const first = await ask(recorder);
    machine.advance(1000);
    recorder.nextStep();
    const second = await ask(recorder);
    assert.equal(recorder.save(folder, (text) => text), 5);

    const replay = FixtureHost.load(folder);
    assert.deepEqual([replay.pid, replay.wallMs(), replay.env], [7, 1234, { HOME: "/home/ann" }]);
    assert.deepEqual(await ask(replay), first);
    replay.advance(1000);
    assert.deepEqual(await ask(replay), second);
  }),
);

test(
  "RecordingHost.save() masks texts, names of files, links, folders and what programs wrote",
  inFolder(async (folder) => {
    const machine = FixtureHost.of(
      { "/sys/fs/cgroup/atlas:ann/cpu.max": "max\n", "/proc/sys/kernel/hostname": "atlas\n" },
      { links: { "/home/ann/x": "/home/ann/y" }, folders: { "/home": ["ann"] }, programs: { "ls /home/ann": { stdout: "ann\n" } }, env: { USER: "ann" } },
    );
    const recorder = new RecordingHost(machine);
    recorder.readText("/sys/fs/cgroup/atlas:ann/cpu.max");
    recorder.readText("/proc/sys/kernel/hostname");
    recorder.readLink("/home/ann/x");
    recorder.listFolder("/home");
    await recorder.run("ls", ["/home/ann"], { timeoutMs: 1 });
    assert.equal(recorder.env.USER, "ann");
    recorder.save(folder, mask);

    const replay = FixtureHost.load(folder);
    assert.deepEqual(replay.paths, ["/proc/sys/kernel/hostname", "/sys/fs/cgroup/host:user/cpu.max"]);
    assert.equal(replay.readText("/proc/sys/kernel/hostname"), "host\n");
    assert.equal(replay.readLink("/home/user/x"), "/home/user/y");
    assert.doesNotMatch(readFileSync(join(folder, "host.json"), "utf8"), /ann|atlas/);
  }),
);

test(
  "RecordingHost keeps of a program's output what may be kept, of each instant, and what Node tells",
  inFolder(async (folder) => {
    const machine = FixtureHost.of({}, { programs: { "ps -A": { stdout: "1 init --token hush\n2 sh\n" }, "ps -A@1": { stdout: "1 init\n" } } });
    const recorder = new RecordingHost(machine);
    const run = () => recorder.run("ps", ["-A"], { timeoutMs: 1, recordAs: (text) => text.replace(" --token hush", "") });
    assert.match((await run()).stdout, /hush/);
    await recorder.readOs();
    recorder.nextStep();
    machine.advance(1000);
    await run();
    recorder.save(folder, mask);
    const replay = FixtureHost.load(folder);
    assert.equal((await replay.run("ps", ["-A"], { timeoutMs: 1 })).stdout, "1 init\n2 sh\n");
    replay.advance(1000);
    assert.equal((await replay.run("ps", ["-A"], { timeoutMs: 1 })).stdout, "1 init\n");
    assert.equal((await replay.readOs()).hostname, (await machine.readOs()).hostname);
    assert.doesNotMatch(readFileSync(join(folder, "host.json"), "utf8"), /hush/);
  }),
);

test(
  "RecordingHost keeps nothing of a process's environment",
  inFolder((folder) => {
    const recorder = new RecordingHost(FixtureHost.of({ "/proc/7/environ": "TOKEN=hush\0" }));
    assert.equal(recorder.readText("/proc/7/environ"), "TOKEN=hush\0");
    recorder.save(folder, mask);
    assert.equal(FixtureHost.load(folder).readText("/proc/7/environ"), "");
  }),
);

test(
  "RecordingHost.prepareFolder() makes a folder and refuses what holds something",
  inFolder((folder) => {
    RecordingHost.prepareFolder(join(folder, "a", "b"));
    RecordingHost.prepareFolder(join(folder, "a", "b"));
    assert.throws(() => RecordingHost.prepareFolder(join(folder, "a")), { name: "RestrackError", code: "ERR_OUTPUT", message: /^Cannot record into ".*a": the folder is not empty$/ });
    writeFileSync(join(folder, "file"), "");
    assert.throws(() => RecordingHost.prepareFolder(join(folder, "file")), { code: "ERR_OUTPUT", message: /there is a file of that name$/ });
    assert.throws(() => RecordingHost.prepareFolder(join(folder, "file", "below")), { code: "ERR_OUTPUT", message: /there is a file of that name$/ });
  }),
);
