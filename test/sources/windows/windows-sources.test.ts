import assert from "node:assert/strict";
import { test } from "node:test";
import type { FixtureIndex } from "../../../src/host/fixture-folder.ts";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import type { OsFigures } from "../../../src/host/host.ts";
import { createWindowsSources } from "../../../src/sources/windows/windows-sources.ts";
import { wmicProcessProperties } from "../../../src/sources/windows/powershell-script.ts";
import { toolContext } from "../../helpers/table-row.ts";

const csv = `wmic process get ${wmicProcessProperties.join(",")} /format:csv`;
const os: OsFigures = { type: "Windows_NT", release: "10.0.20348", version: "Windows Server 2022 Standard", hostname: "build-3", machine: "x86_64", cpuModel: "Example", cpu: { user: 40_000, nice: 0, sys: 20_000, irq: 1000, idle: 900_000 }, cpus: 8, usableCpus: 8, totalBytes: 16e9, freeBytes: 9e9, load1: null };
const answer = (pid: number, system: object = {}): string => `${JSON.stringify({ seq: "{SEQ}", processes: [{ ProcessId: pid, Name: "x.exe", CreationDate: "/Date(1740000000000)/" }], ended: [], system }).replace('"{SEQ}"', "{SEQ}")}\r\n`;
const slow = { Win32_OperatingSystem: [{ SizeStoredInPagingFiles: 2048, FreeSpaceInPagingFiles: 1024 }], Win32_LogicalDisk: [{ DeviceID: "C:", DriveType: 3, Size: 500, FreeSpace: 200 }] };

async function start(index: FixtureIndex) {
  const host = FixtureHost.of({}, { platform: "win32", pid: 50, os: { 0: os }, ...index });
  const context = toolContext(host);
  const sources = await createWindowsSources({ ...context, stream: host.stream });
  return { host, context, sources, ask: () => sources.poll!.ask() };
}

test("createWindowsSources() asks PowerShell 5.1 before 7, and no wmic", async () => {
  const { host, sources, ask } = await start({ sessions: { "powershell.exe": answer(51), "pwsh.exe": answer(71) }, programs: { [csv]: { stdout: "" } } });
  await ask();
  assert.deepEqual(sources.processes.listPids(), [51]);
  assert.equal(host.countReads(csv), 0);
});

test("createWindowsSources() asks PowerShell 7 in the same round where there is no 5.1", async () => {
  const { sources, ask, context } = await start({ sessions: { "pwsh.exe": answer(71) } });
  await ask();
  assert.deepEqual([sources.processes.listPids(), context.warnings], [[71], []]);
});

test("createWindowsSources() asks wmic in the same round where there is no PowerShell", async () => {
  const { sources, ask, context } = await start({ programs: { [csv]: { stdout: "Node,Name,ProcessId\r\nPC-3,x.exe,91\r\n" } } });
  await ask();
  assert.deepEqual([sources.processes.listPids(), context.warnings], [[91], []]);
  assert.deepEqual([sources.system.read().disks, sources.system.read().networks, sources.system.read().memory?.swapTotalBytes], [null, null, null]);
});

test("createWindowsSources() says once that nobody tells of processes, and goes on with the machine", async () => {
  const { host, sources, ask, context } = await start({});
  for (let round = 0; round < 4; round++) {
    await ask();
    host.advance(1000);
  }
  assert.deepEqual(context.warnings.map(({ code }) => code), ["no_process_figures"]);
  assert.equal(sources.processes.listPids(), null);
  const { cpu, memory, disks, diskSpace, networks, load1 } = sources.system.read();
  assert.deepEqual([cpu, memory?.totalBytes, memory?.availableBytes, disks, diskSpace, networks, load1], [{ userSeconds: 40, systemSeconds: 20, idleSeconds: 900, iowaitSeconds: null, stealSeconds: null, busySeconds: 60, cpus: 8 }, 16e9, 9e9, null, null, null, null]);
  assert.equal(sources.poll!.toldAtMs, 3000);
});

test("createWindowsSources() tells memory as private where that is wanted, as Windows knows no shares", async () => {
  const { sources } = await start({});
  assert.deepEqual((["pss", "uss", "rss"] as const).map((wanted) => sources.poll!.memoryKind(wanted)), ["uss", "uss", null]);
});

test("createWindowsSources() keeps swap and volumes, which are asked for every ten seconds only", async () => {
  const questions: string[] = [];
  const { host, sources, ask } = await start({ sessions: { "powershell.exe": answer(51, slow), "powershell.exe@1": answer(51) } });
  const { stream } = host;
  const counted = await createWindowsSources({ ...toolContext(host), stream: (program, args, listener, options) => {
    const started = stream(program, args, listener, options);
    return { ...started, write: (text) => (questions.push(text), started.write(text)) };
  } });
  for (let second = 0; second < 12; second++) {
    await counted.poll!.ask();
    host.advance(1000);
  }
  assert.deepEqual(questions.flatMap((text, at) => (/ \$true /.test(text) ? [at] : [])), [1, 11, 12]);
  const { memory, diskSpace } = counted.system.read();
  assert.deepEqual([memory?.swapTotalBytes, memory?.swapFreeBytes, diskSpace], [2 ** 21, 2 ** 20, { totalBytes: 500, usedBytes: 300, freeBytes: 200 }]);
  await ask();
  assert.equal(sources.system.read().diskSpace, null);
});

test("createWindowsSources() has PowerShell hold what descends from us, and nobody else", async () => {
  const family = [[60, 50], [61, 60], [70, 4], [50, 4]].map(([ProcessId, ParentProcessId]) => ({ ProcessId, ParentProcessId, Name: "x.exe", CreationDate: `/Date(${1_740_000_000_000 + ProcessId!})/` }));
  const questions: string[] = [];
  const host = FixtureHost.of({}, { pid: 50, os: { 0: os }, sessions: { "powershell.exe": `{"seq":{SEQ},"processes":${JSON.stringify(family)}}\n` } });
  const sources = await createWindowsSources({ ...toolContext(host), stream: (program, args, listener, options) => {
    const started = host.stream(program, args, listener, options);
    return { ...started, write: (text) => (questions.push(text), started.write(text)) };
  } });
  for (let round = 0; round < 2; round++) await sources.poll!.ask();
  assert.deepEqual(questions.slice(1), ["Write-Figures 1 $true @()\n", "Write-Figures 2 $true @(60,61)\n"]);
});

test("createWindowsSources() leaves processes as they were when an answer tells of none", async () => {
  const { host, sources, ask } = await start({ sessions: { "powershell.exe": answer(51), "powershell.exe@1": '{"seq":{SEQ},"processes":[],"system":{}}\n', "powershell.exe@2": answer(52) } });
  await ask();
  host.advance(1000);
  await ask();
  assert.deepEqual([sources.processes.listPids(), sources.poll!.toldAtMs], [[51], 0]);
  host.advance(1000);
  await ask();
  assert.deepEqual([sources.processes.listPids(), sources.poll!.toldAtMs], [[52], 2000]);
});

test("createWindowsSources() ends everything that it has begun", async () => {
  let running = 0;
  const host = FixtureHost.of({}, { pid: 50, os: { 0: os }, sessions: { "powershell.exe": answer(51) } });
  const sources = await createWindowsSources({ ...toolContext(host), stream: (program, args, listener, options) => {
    const started = host.stream(program, args, listener, options);
    running++;
    return { ...started, stop: () => (running--, started.stop()) };
  } });
  await sources.poll!.ask();
  sources.system.close();
  assert.equal(running, 0);
});
