import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readFixtureFolder, splitStep, type FixtureProgram } from "../../src/host/fixture-folder.ts";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { diffSystem } from "../../src/sample/diff.ts";
import type { DiskSpace, SystemMemory } from "../../src/snapshot.ts";
import { createSources } from "../../src/sources/index.ts";
import { createGpuSource } from "../../src/sources/gpu/index.ts";
import type { SourceWarning } from "../../src/sources/source-warning.ts";
import type { Limits, ProcessSource } from "../../src/sources/source.ts";

/** Whole machines: each folder's expected.json says what must come out. UPDATE=1 writes it anew, to be reviewed. */
const folder = "fixtures/hosts";
/** So many that whoever complains has done so. */
const ROUNDS = 12;

for (const name of readdirSync(folder).sort()) {
  test(`createSources() reads ${name}`, async () => {
    const actual = plain(await readHost(name));
    const file = join(folder, name, "expected.json");
    if (process.env.UPDATE) writeFileSync(file, `${formatJson(actual)}\n`);
    assert.deepEqual(actual, JSON.parse(readFileSync(file, "utf8")));
  });

  test(`createSources() keeps its promises on ${name}`, async () => {
    const actual = await readHost(name);
    visitNumbers(actual, "", (number, path) => {
      assert.ok(Number.isFinite(number), `${path} is ${number}`);
      assert.ok(number >= 0, `${path} is ${number}`);
    });
    for (const limits of actual.limits) holdLimits(limits);
    const machineBytes = actual.limits[0]!.machineMemoryBytes ?? Infinity;
    for (const table of actual.processes) holdProcesses(table, machineBytes);
    if (actual.system.memory) holdMemory(actual.system.memory);
    if (actual.system.diskSpace) holdDiskSpace(actual.system.diskSpace);
  });
}

/** Of polled machines: what each program tells of, by the paths in what comes out. */
const tells: Readonly<Record<string, RegExp>> = {
  ps: /^\.processes\b/,
  top: /^\.processes\..*\.memory\b/,
  vm_stat: /\.memory/,
  sysctl: /\.memory|\.swap|^\.serverInfo\./,
  netstat: /\.networks\b|\.net(?:Received|Sent)Bytes$/,
  ioreg: /\.disks\b|\.disk(?:Read|Write)Bytes$|^\.gpus\b/,
  iostat: /\.disks\b|\.disk(?:Read|Write)Bytes$/,
  df: /\.diskSpace/,
  swapinfo: /\.swap/,
  sw_vers: /^\.serverInfo\.os$/,
  kenv: /^\.serverInfo\.(?:vendor|product)$/,
  // Where there is no better one, it tells of everything.
  wmic: /./,
};

/** What may happen to a program. */
const mishaps: Readonly<Record<string, (told: string) => FixtureProgram>> = {
  "answers garbage": () => ({ stdout: "\u0000\u0001 {not what you think}\n%%%% \ufffd 12 -7 %d\n" }),
  "answers nothing": () => ({ stdout: "" }),
  "fails": () => ({ exitCode: 1, stdout: "", stderr: "cannot open /dev/mem: Permission denied\n" }),
  "is cut in the middle": (told) => ({ stdout: told.slice(0, told.length / 2) }),
  "times out": () => ({ timedOut: true, stdout: "" }),
  "times out in the middle": (told) => ({ timedOut: true, stdout: told.slice(0, told.length / 2) }),
};

for (const name of readdirSync(folder).sort()) {
  const { programs = {} } = readFixtureFolder(join(folder, name)).index;
  const isPolled = Object.keys(programs).some((line) => /^(?:ps|wmic) /.test(line));
  if (!isPolled) continue;

  test(`createSources() tells no CPU used on ${name} when it is told the same again`, async () => {
    const host = FixtureHost.load(join(folder, name));
    const sources = await createSources(host, { platform: host.platform, stream: host.stream });
    const told = [];
    for (let round = 0; round < 2; round++) {
      await sources.poll!.ask();
      told.push({ system: sources.system.read(), processes: plain(readProcesses(sources.processes)) });
    }
    const { cpuUserSeconds, cpuSystemSeconds, diskReadBytes, diskWriteBytes, netReceivedBytes, netSentBytes } = diffSystem(told[0]!.system, told[1]!.system, 1, null);
    for (const number of [cpuUserSeconds, cpuSystemSeconds, diskReadBytes, diskWriteBytes, netReceivedBytes, netSentBytes]) assert.ok(number === 0 || number === null, `${number}`);
    assert.deepEqual(told[1]!.processes, told[0]!.processes);
  });

  const lines = [...new Set(Object.keys(programs).map((line) => splitStep(line).path))];
  for (const program of new Set(lines.map(programOf))) {
    // Where it is the only one that tells of processes, that is a word worth.
    const isOnlyOne = program === "ps" || program === "wmic";
    test(`createSources() does without ${program} on ${name}, and says ${isOnlyOne ? "once what that costs" : "nothing of it"}`, async () => {
      const { lost, warned } = await readWith(name, (line) => programOf(line) === program, () => ({ missing: true }));
      assert.ok(lost.length > 0, "nobody misses it");
      assert.deepEqual(lost.filter((path) => !toldBy(program).test(path)), []);
      assert.equal(warned.length, isOnlyOne ? 1 : 0, warned.join("\n"));
      if (isOnlyOne) assert.match(warned[0]!, /figures are of the whole machine only/);
    });
  }

  for (const line of lines) {
    // That one does not know an option.
    if ((programs[line]?.stdout ?? "").length === 0) continue;
    for (const [mishap, change] of Object.entries(mishaps)) {
      test(`createSources() loses on ${name} no more than is told by what ${mishap}: ${line}`, async () => {
        const { lost, warned } = await readWith(name, (each) => each === line, change);
        assert.deepEqual(lost.filter((path) => !toldBy(programOf(line)).test(path)), []);
        assert.ok(warned.length <= 1, warned.join("\n"));
      });
    }
  }
}

function programOf(line: string): string {
  return line.split(" ")[0]!;
}

function toldBy(program: string): RegExp {
  const paths = tells[program];
  assert.ok(paths, `say in this test of what ${program} tells`);
  return paths;
}

/** What is not the same where some programs tell something else, and what is said of it. */
async function readWith(name: string, isMeant: (line: string) => boolean, change: (told: string) => FixtureProgram) {
  const whole = await readHost(name, () => undefined, ROUNDS);
  const changed = await readHost(name, (host) => {
    for (const [line, { stdout }] of Object.entries(readFixtureFolder(join(folder, name)).index.programs ?? {})) {
      if (isMeant(splitStep(line).path)) host.setProgram(line, change(joined(stdout)));
    }
  }, ROUNDS);
  return {
    lost: differences(plain({ ...whole, warnings: [] }), plain({ ...changed, warnings: [] })),
    warned: changed.warnings.filter((warning) => !whole.warnings.includes(warning)),
  };
}

/** A recorded machine: its first instant, and that of the last round. */
async function readHost(name: string, prepare: (host: FixtureHost) => void = () => undefined, rounds = 2) {
  const host = FixtureHost.load(join(folder, name));
  prepare(host);
  const warnings: string[] = [];
  const warn = ({ message }: SourceWarning): void => void warnings.push(message);
  const sources = await createSources(host, { platform: host.platform, warn, stream: host.stream });
  const gpus = createGpuSource({ host, platform: host.platform, gpus: null, intervalSeconds: 1, later: host.after.bind(host), warn, onEnded: () => undefined, find: host.findProgram, stream: host.stream });
  const read = async () => {
    await sources.poll?.ask();
    await new Promise((told) => setImmediate(told));
    return { system: sources.system.read(), limits: sources.readLimits(), processes: readProcesses(sources.processes), gpus: gpus?.read() ?? null };
  };
  const first = await read();
  const serverInfo = await sources.readServerInfo();
  let second = first;
  for (let round = 1; round < rounds; round++) {
    host.advance(1000);
    second = await read();
  }
  gpus?.close();
  sources.system.close();
  sources.processes.close();
  assert.equal(host.openFiles, 0, "files left open");
  return {
    serverInfo,
    limits: [first.limits, second.limits],
    system: first.system,
    difference: diffSystem(first.system, second.system, 1, null),
    processes: [first.processes, second.processes],
    // Most have none.
    ...(gpus ? { gpus: [first.gpus, second.gpus] } : {}),
    warnings,
  };
}

/** What the handle tells of each process that is recorded: a listing also names others. */
function readProcesses(processes: ProcessSource) {
  return (processes.listPids() ?? []).sort((a, b) => a - b).flatMap((pid) => {
    const handle = processes.open(pid);
    if (handle === undefined) return [];
    if (handle === null) return { pid, handle };
    const process = {
      pid,
      stat: pick(handle.readStat(), "comm", "state", "ppid", "utime", "stime", "cutime", "cstime", "threads", "starttime", "rssBytes"),
      status: pick(handle.readStatus(), "peakRssBytes", "ignoresSigchld"),
      io: pick(handle.readIo(), "rchar", "wchar", "readBytes", "writeBytes"),
      memory: pick(handle.readMemory(), "rssBytes", "pssBytes", "ussBytes", "swapBytes"),
      commandLine: handle.readCommandLine(),
    };
    handle.close();
    return process;
  });
}

function pick<T extends object, K extends keyof T>(value: T | null | undefined, ...keys: K[]): Pick<T, K> | null | undefined {
  return value && (Object.fromEntries(keys.map((key) => [key, value[key]])) as Pick<T, K>);
}

function holdLimits({ cpus, cpusBy, memoryBytes, memoryBy, machineCpus, machineMemoryBytes }: Limits): void {
  assert.ok(cpus === null || (cpus > 0 && cpus <= (machineCpus ?? Infinity)), `${cpus} of ${machineCpus} CPUs`);
  assert.ok(memoryBytes === null || (memoryBytes > 0 && memoryBytes <= (machineMemoryBytes ?? Infinity)), `${memoryBytes} of ${machineMemoryBytes} bytes`);
  assert.equal(cpus === null, cpusBy === null);
  assert.equal(memoryBytes === null, memoryBy === null);
}

type ReadProcess = ReturnType<typeof readProcesses>[number];

function holdProcesses(table: readonly ReadProcess[], machineBytes: number): void {
  const pids = new Set(table.map(({ pid }) => pid));
  for (const process of table) {
    if (!("stat" in process) || !process.stat) continue;
    const { pid, stat, status, memory } = process;
    assert.ok(stat.ppid === 0 || pids.has(stat.ppid) || !tellsAll(table), `the parent of ${pid}, ${stat.ppid}, is not there`);
    for (const bytes of [stat.rssBytes, status?.peakRssBytes, memory?.rssBytes, memory?.pssBytes, memory?.ussBytes]) {
      assert.ok((bytes ?? 0) < machineBytes, `${pid} has ${bytes} of the machine's ${machineBytes} bytes`);
    }
  }
}

/** Process 1 is told wherever not only some are. */
const tellsAll = (table: readonly ReadProcess[]): boolean => table.some((process) => process.pid === 1 && "stat" in process && process.stat);

function holdMemory({ totalBytes, freeBytes, availableBytes, cachedBytes, activeBytes, inactiveBytes, swapTotalBytes, swapFreeBytes }: SystemMemory): void {
  for (const bytes of [freeBytes, availableBytes, cachedBytes, activeBytes, inactiveBytes]) assert.ok((bytes ?? 0) <= (totalBytes ?? Infinity), `${bytes} of ${totalBytes} bytes`);
  assert.ok((swapFreeBytes ?? 0) <= (swapTotalBytes ?? Infinity), `${swapFreeBytes} of ${swapTotalBytes} bytes of swap`);
}

function holdDiskSpace({ totalBytes, usedBytes, freeBytes }: DiskSpace): void {
  assert.ok(usedBytes + freeBytes <= totalBytes, `${usedBytes} used and ${freeBytes} free of ${totalBytes} bytes`);
}

/** The paths to all that is not the same. */
function differences(before: unknown, after: unknown, path = ""): string[] {
  if (typeof before !== "object" || before === null || typeof after !== "object" || after === null) return before === after ? [] : [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => differences((before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key], `${path}.${key}`));
}

function joined(text: string | readonly string[] = ""): string {
  return typeof text === "string" ? text : text.join("");
}

/** As JSON can hold it: maps as objects, undefined in a word, no last digits of a binary fraction. */
function plain(value: unknown): unknown {
  if (value === undefined) return "gone";
  if (typeof value === "number") return Number.isFinite(value) ? Number(value.toFixed(9)) : value;
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) : value;
}

function visitNumbers(value: unknown, path: string, visit: (number: number, path: string) => void): void {
  if (typeof value === "number") visit(value, path);
  else if (typeof value === "object" && value !== null) for (const [key, item] of Object.entries(value)) visitNumbers(item, `${path}.${key}`, visit);
}

/** Objects and lists that hold nothing but plain values on one line. */
function formatJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[[{][^[\]{}]*[\]}]/g, (flat) => flat.replace(/\s*\n\s*/g, " "));
}
