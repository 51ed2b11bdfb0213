import { parseJsonInText } from "./json-in-text.ts";
import { cimNumber, cimRecords, cimScaled, cimText, isRecord, type CimRecord } from "./cim-value.ts";
import { refuseJunk } from "./unparsable.ts";

/** null where the class was not asked for or says nothing. Disks and networks count up since boot. */
export interface CimSystem {
  memory: CimMemory | null;
  processors: CimProcessors | null;
  disks: CimDisk[] | null;
  networks: CimNetwork[] | null;
  volumes: CimVolume[] | null;
}

export interface CimMemory {
  totalBytes: number | null;
  /** FreePhysicalMemory: what can be given out at once, the standby list is in it. */
  availableBytes: number | null;
  swapTotalBytes: number | null;
  swapFreeBytes: number | null;
  processes: number | null;
}

/** Sums over all logical processors. */
export interface CimProcessors {
  cpus: number;
  /** When it was counted; since 1601, so only differences mean anything. */
  timestampSeconds: number | null;
  idleSeconds: number | null;
  userSeconds: number | null;
  /** Interrupts are contained in it. */
  systemSeconds: number | null;
}

export interface CimDisk {
  /** Number and drive letters: "0 C: D:". */
  name: string;
  readBytes: number | null;
  writeBytes: number | null;
}

export interface CimNetwork {
  name: string;
  receivedBytes: number | null;
  sentBytes: number | null;
}

export interface CimVolume {
  /** "C:" */
  name: string;
  /** null for a drive without a medium, or locked. */
  totalBytes: number | null;
  freeBytes: number | null;
}

/**
 * ```text
 * {"Win32_OperatingSystem":{"TotalVisibleMemorySize":16651264,"FreePhysicalMemory":9216000, …},
 *  "Win32_PerfRawData_PerfOS_Processor":[{"Name":"0","PercentProcessorTime":86400000000,"Timestamp_Sys100NS":133850000000000000}, …],
 *  "Win32_PerfRawData_PerfDisk_PhysicalDisk":[{"Name":"0 C:","DiskReadBytesPersec":73400320,"DiskWriteBytesPersec":1048576}, …],
 *  "Win32_PerfRawData_Tcpip_NetworkInterface":[{"Name":"Ethernet","BytesReceivedPersec":5242880,"BytesSentPersec":262144}],
 *  "Win32_LogicalDisk":[{"DeviceID":"C:","DriveType":3,"Size":255000000000,"FreeSpace":91000000000}]}
 * ```
 * By the name of the class, an object or a list. Memory in KiB; raw counters count up whatever their names say ("Persec").
 * https://learn.microsoft.com/en-us/windows/win32/cimwin32prov/win32-operatingsystem
 */
export function parseCimSystem(text: string): CimSystem {
  const system = toCimSystem(parseJsonInText(text, "CIM system figures"));
  if (Object.values(system).every((part) => part === null)) refuseJunk(text, "CIM system figures");
  return system;
}

/** The same of an object that was read already. */
export function toCimSystem(value: unknown): CimSystem {
  const classes: CimRecord = isRecord(value) ? value : {};
  return {
    // Of this class alone one may have been asked.
    memory: toCimMemory(classes["Win32_OperatingSystem"] ?? ("TotalVisibleMemorySize" in classes ? classes : undefined)),
    processors: toCimProcessors(classes["Win32_PerfRawData_PerfOS_Processor"] ?? classes["Win32_PerfRawData_Counters_ProcessorInformation"]),
    disks: unlessEmpty(toCimDisks(classes["Win32_PerfRawData_PerfDisk_PhysicalDisk"])),
    networks: unlessEmpty(toCimNetworks(classes["Win32_PerfRawData_Tcpip_NetworkInterface"])),
    volumes: unlessEmpty(toCimVolumes(classes["Win32_LogicalDisk"])),
  };
}

export function toCimMemory(value: unknown): CimMemory | null {
  const [record] = cimRecords(value);
  if (record === undefined) return null;
  return {
    totalBytes: cimScaled(record, "TotalVisibleMemorySize", KIB),
    availableBytes: cimScaled(record, "FreePhysicalMemory", KIB),
    swapTotalBytes: cimScaled(record, "SizeStoredInPagingFiles", KIB),
    swapFreeBytes: cimScaled(record, "FreeSpaceInPagingFiles", KIB),
    processes: cimNumber(record, "NumberOfProcesses"),
  };
}

/** The row _Total is left out: it is an average. */
export function toCimProcessors(value: unknown): CimProcessors | null {
  const rows = instances(value);
  if (rows.length === 0) return null;
  const timestamps = rows.map((row) => cimScaled(row, "Timestamp_Sys100NS", 1, TICKS_PER_SECOND));
  return {
    cpus: rows.length,
    timestampSeconds: timestamps.find((seconds) => seconds !== null) ?? null,
    // The raw counter behind "% Processor Time" counts the time of the idle thread; the name is what 1 - x of it gives.
    idleSeconds: sumSeconds(rows, "PercentProcessorTime") ?? sumSeconds(rows, "PercentIdleTime"),
    userSeconds: sumSeconds(rows, "PercentUserTime"),
    systemSeconds: sumSeconds(rows, "PercentPrivilegedTime"),
  };
}

/** Cores that were busy between two readings; null when they do not tell, or processors came or went. */
export function cimBusyCores(before: CimProcessors, after: CimProcessors): number | null {
  if (before.timestampSeconds === null || after.timestampSeconds === null || before.idleSeconds === null || after.idleSeconds === null) return null;
  const seconds = after.timestampSeconds - before.timestampSeconds;
  const idleSeconds = after.idleSeconds - before.idleSeconds;
  if (!(seconds > 0) || idleSeconds < 0 || before.cpus !== after.cpus) return null;
  // The idle times of one reading are not all of the same instant, so the rest may be less than nothing.
  return Math.max(0, after.cpus - idleSeconds / seconds);
}

export function toCimDisks(value: unknown): CimDisk[] {
  return instances(value).map((row) => ({
    name: row.Name,
    readBytes: cimNumber(row, "DiskReadBytesPersec"),
    writeBytes: cimNumber(row, "DiskWriteBytesPersec"),
  }));
}

/** Every interface that Windows lists, tunnels and virtual switches too. */
export function toCimNetworks(value: unknown): CimNetwork[] {
  return instances(value).map((row) => ({
    name: row.Name,
    receivedBytes: cimNumber(row, "BytesReceivedPersec"),
    sentBytes: cimNumber(row, "BytesSentPersec"),
  }));
}

/** Local disks; every drive where nobody asked for the type. */
export function toCimVolumes(value: unknown): CimVolume[] {
  const volumes: CimVolume[] = [];
  for (const record of cimRecords(value)) {
    const name = cimText(record, "DeviceID") ?? cimText(record, "Caption");
    if (name === null || ("DriveType" in record && cimNumber(record, "DriveType") !== LOCAL_DISK)) continue;
    volumes.push({ name: name.trim(), totalBytes: cimNumber(record, "Size"), freeBytes: cimNumber(record, "FreeSpace") });
  }
  return volumes;
}

const KIB = 1024;
const TICKS_PER_SECOND = 1e7;
const LOCAL_DISK = 3;

/** Without "_Total", and without the "0,_Total" that each group of processors has. */
function instances(value: unknown): (CimRecord & { Name: string })[] {
  return cimRecords(value).filter((record): record is CimRecord & { Name: string } => {
    const name = cimText(record, "Name");
    return name !== null && !/(?:^|,)_Total\s*$/.test(name);
  });
}

/** null when one of them is unknown: a sum with a hole would look like idle cores. */
function sumSeconds(rows: readonly CimRecord[], property: string): number | null {
  let sum = 0;
  for (const row of rows) {
    const ticks = cimNumber(row, property);
    if (ticks === null) return null;
    sum += ticks;
  }
  return sum / TICKS_PER_SECOND;
}

function unlessEmpty<T>(list: T[]): T[] | null {
  return list.length === 0 ? null : list;
}
