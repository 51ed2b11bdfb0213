import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FixtureHost } from "../../src/host/fixture-host.ts";
import { diffSystem } from "../../src/sample/diff.ts";
import { createSources } from "../../src/sources/index.ts";
import { createGpuSource } from "../../src/sources/gpu/index.ts";
import type { SourceWarning } from "../../src/sources/source-warning.ts";
import type { Limits, ProcessSource } from "../../src/sources/source.ts";

/** Whole machines: each folder's expected.json says what must come out. UPDATE=1 writes it anew, to be reviewed. */
const folder = "fixtures/hosts";

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
  });
}

/** Both instants of a recorded machine. */
async function readHost(name: string) {
  const host = FixtureHost.load(join(folder, name));
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
  host.advance(1000);
  const second = await read();
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
