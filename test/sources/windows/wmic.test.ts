import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import type { ProgramResult } from "../../../src/host/host.ts";
import { wmicProcessProperties } from "../../../src/sources/windows/powershell-script.ts";
import { Wmic } from "../../../src/sources/windows/wmic.ts";
import { toolContext } from "../../helpers/table-row.ts";

const table = `wmic process get ${wmicProcessProperties.join(",")}`;
const csv = `${table} /format:csv`;
const few = "wmic process get CommandLine,Name,ParentProcessId,ProcessId,ThreadCount,WorkingSetSize";
const disks = "wmic logicaldisk get DeviceID,DriveType,FreeSpace,Size";

const csvText = "\r\r\nNode,CommandLine,CreationDate,KernelModeTime,Name,ParentProcessId,ProcessId,UserModeTime\r\r\nPC-3,node -e \"f(1,2)\",20250301120000.500000+060,2500000,node.exe,812,4216,15000000\r\r\n";
const tableText = "CommandLine     Name      ParentProcessId  ProcessId  UserModeTime  \r\r\nnode build.mjs  node.exe  812              4216       15000000      \r\r\n";
const fewText = "CommandLine  Name      ParentProcessID  ProcessID  ThreadCount  WorkingSetSize  \r\nx.exe  /all  x.exe     32               40         2            0               \r\n";
const utf16 = (text: string): string => Buffer.from(`\uFEFF${text}`, "utf16le").toString("latin1");
const refusal = { exitCode: 44210, stderr: "Invalid XSL format (or) file name.\r\n" };

/** A machine that answers to these only, and refuses all else. */
function start(answers: Record<string, Partial<ProgramResult>>) {
  const host = FixtureHost.of({}, { programs: { [csv]: refusal, [table]: refusal, [few]: refusal, [disks]: refusal, ...answers } });
  const context = toolContext(host);
  return { host, context, wmic: new Wmic(context) };
}
const sketch = (processes: Awaited<ReturnType<Wmic["readProcesses"]>>) => processes?.map(({ pid, parentPid, commandLine, userSeconds }) => [pid, parentPid, commandLine, userSeconds]);

for (const [name, text] of [["bytes", csvText], ["UTF-16", utf16(csvText)]] as const) {
  test(`Wmic reads CSV in ${name}, with commas within`, async () => {
    const { wmic } = start({ [csv]: { stdout: text } });
    const processes = await wmic.readProcesses();
    assert.deepEqual(sketch(processes), [[4216, 812, 'node -e "f(1,2)"', 1.5]]);
    assert.equal(processes![0]!.createdSeconds, Date.UTC(2025, 2, 1, 11) / 1000 + 0.5);
  });
}

test("Wmic reads the table where there is no CSV, and asks for no CSV again", async () => {
  const { host, context, wmic } = start({ [table]: { stdout: tableText } });
  for (let round = 0; round < 3; round++) assert.deepEqual(sketch(await wmic.readProcesses()), [[4216, 812, "node build.mjs", 1.5]]);
  assert.deepEqual([csv, table].map((line) => host.countReads(line)), [1, 3]);
  assert.deepEqual([wmic.isUnusable, context.warnings], [false, []]);
});

test("Wmic does with few properties where one of the others is refused", async () => {
  const { host, wmic } = start({ [few]: { stdout: utf16(fewText) } });
  assert.deepEqual(sketch(await wmic.readProcesses()), [[40, 32, "x.exe  /all", null]]);
  assert.deepEqual([csv, table, few].map((line) => host.countReads(line)), [1, 1, 1]);
});

test("Wmic is unusable where every way is refused, or it is not there, and says nothing itself", async () => {
  for (const answers of [{}, { [csv]: { missing: true }, [table]: { missing: true }, [few]: { missing: true } }, { [csv]: { stdout: "No Instance(s) Available.\r\n" } }]) {
    const { context, wmic } = start(answers);
    assert.equal(wmic.isUnusable, false);
    assert.equal(await wmic.readProcesses(), null);
    assert.equal(wmic.isUnusable, true);
    assert.equal(await wmic.readProcesses(), null);
    assert.deepEqual(context.warnings, []);
  }
});

test("Wmic that has answered once is asked again when it fails", async () => {
  const { host, wmic } = start({ [csv]: { stdout: csvText } });
  await wmic.readProcesses();
  host.setProgram(csv, refusal);
  assert.equal(await wmic.readProcesses(), null);
  assert.equal(wmic.isUnusable, false);
  host.setProgram(csv, { stdout: csvText });
  assert.equal((await wmic.readProcesses())?.length, 1);
  assert.equal(host.countReads(table), 0);
});

test("Wmic that is only slow is waited for, in a later round", async () => {
  const { host, wmic } = start({});
  const asked: string[] = [];
  let tell: (result: ProgramResult) => void = () => undefined;
  host.run = (program, args) => {
    asked.push([program, ...args].join(" "));
    return new Promise((resolve) => (tell = resolve));
  };
  const first = wmic.readProcesses();
  host.advance(800);
  assert.equal(await first, null);
  const second = wmic.readProcesses();
  tell({ exitCode: 0, stdout: csvText, stderr: "", timedOut: false, missing: false });
  assert.equal((await second)?.length, 1);
  assert.deepEqual([asked, wmic.isUnusable], [[csv], false]);
});

test("Wmic reads the local disks, and not in each round", async () => {
  const { host, wmic } = start({ [disks]: { stdout: "DeviceID  DriveType  FreeSpace     Size          \r\r\nC:        3          120000000000  240000000000  \r\r\nD:        5                                      \r\r\nE:        3          8000000000    9000000000    \r\r\n" } });
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(await wmic.readVolumes(), [{ name: "C:", totalBytes: 240e9, freeBytes: 120e9 }, { name: "E:", totalBytes: 9e9, freeBytes: 8e9 }]);
    host.advance(1000);
  }
  assert.equal(host.countReads(disks), 1);
});

test("Wmic.close() lets nobody wait", async () => {
  const { host, wmic } = start({ [csv]: { stdout: csvText } });
  await wmic.readProcesses();
  wmic.close();
  assert.equal(await wmic.readProcesses(), null);
  assert.equal(host.countReads(csv), 1);
});
