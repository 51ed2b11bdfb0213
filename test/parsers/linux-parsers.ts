import { parseCgroupCpuMax } from "../../src/parsers/cgroup-cpu-max.ts";
import { parseCgroupCpuStat } from "../../src/parsers/cgroup-cpu-stat.ts";
import { parseCgroupIoStat } from "../../src/parsers/cgroup-io-stat.ts";
import { parseCgroupMemoryEvents } from "../../src/parsers/cgroup-memory-events.ts";
import { parseCgroupMemoryStat } from "../../src/parsers/cgroup-memory-stat.ts";
import { parseCgroupValue } from "../../src/parsers/cgroup-value.ts";
import { parseCgroup1Blkio } from "../../src/parsers/cgroup1-blkio.ts";
import { parseCgroup1CpuacctStat } from "../../src/parsers/cgroup1-cpuacct-stat.ts";
import { parseCgroup1CpuacctUsagePercpu } from "../../src/parsers/cgroup1-cpuacct-usage-percpu.ts";
import { countCpuList, parseCpuList } from "../../src/parsers/cpu-list.ts";
import { parseOsRelease } from "../../src/parsers/os-release.ts";
import { parseProcCgroups } from "../../src/parsers/proc-cgroups.ts";
import { parseProcCpuinfo } from "../../src/parsers/proc-cpuinfo.ts";
import { parseProcDiskstats } from "../../src/parsers/proc-diskstats.ts";
import { parseProcLoadavg } from "../../src/parsers/proc-loadavg.ts";
import { parseProcMeminfo } from "../../src/parsers/proc-meminfo.ts";
import { parseProcNetDev } from "../../src/parsers/proc-net-dev.ts";
import { parseProcPidAuxv } from "../../src/parsers/proc-pid-auxv.ts";
import { parseProcPidCgroup } from "../../src/parsers/proc-pid-cgroup.ts";
import { parseProcPidCmdline } from "../../src/parsers/proc-pid-cmdline.ts";
import { parseProcPidIo } from "../../src/parsers/proc-pid-io.ts";
import { parseProcPidMountinfo } from "../../src/parsers/proc-pid-mountinfo.ts";
import { parseProcPidSmaps, parseProcPidSmapsRollup } from "../../src/parsers/proc-pid-smaps-rollup.ts";
import { parseProcPidStat, parseProcPidStatProcessor } from "../../src/parsers/proc-pid-stat.ts";
import { parseProcPidStatus } from "../../src/parsers/proc-pid-status.ts";
import { parseProcPressure } from "../../src/parsers/proc-pressure.ts";
import { parseProcStat, parseProcStatCpus } from "../../src/parsers/proc-stat.ts";
import { parseSysfsNumber } from "../../src/parsers/sysfs-number.ts";

export interface ParserUnderTest {
  parse: (text: string) => unknown;
  /** What nothing gives; SyntaxError where nothing cannot be. */
  nothing: unknown;
  /** One line that begins right and is broken; null where any bytes may stand. */
  broken: string | null;
  /** Blanks at the end and the kind of line ends mean something, or there are no lines. */
  exact?: true;
  /** What a program prints is decoded before it is parsed; files are read one byte one character. */
  utf8?: true;
}

/** By the folder of fixtures/parsers that holds its pairs. */
export const linuxParsers: Readonly<Record<string, ParserUnderTest>> = {
  "cgroup-cpu-max": { parse: parseCgroupCpuMax, nothing: null, broken: "many 100000" },
  "cgroup-cpu-stat": { parse: parseCgroupCpuStat, nothing: allNull(parseCgroupCpuStat), broken: "usage_usec much" },
  "cgroup-io-stat": { parse: parseCgroupIoStat, nothing: [], broken: "8-0 rbytes=1" },
  "cgroup-memory-events": { parse: parseCgroupMemoryEvents, nothing: allNull(parseCgroupMemoryEvents), broken: "oom_kill yes" },
  "cgroup-memory-stat": { parse: parseCgroupMemoryStat, nothing: allNull(parseCgroupMemoryStat), broken: "anon lots" },
  "cgroup-value": { parse: parseCgroupValue, nothing: null, broken: "12 MiB" },
  "cgroup1-blkio": { parse: parseCgroup1Blkio, nothing: [], broken: "8:0 Read many" },
  "cgroup1-cpuacct-stat": { parse: parseCgroup1CpuacctStat, nothing: allNull(parseCgroup1CpuacctStat), broken: "user x1" },
  "cgroup1-cpuacct-usage-percpu": { parse: parseCgroup1CpuacctUsagePercpu, nothing: [], broken: "12 x 14" },
  "cpu-list": { parse: (text) => ({ cpus: parseCpuList(text), count: countCpuList(text) }), nothing: { cpus: [], count: 0 }, broken: "0-3,x" },
  "os-release": { parse: parseOsRelease, nothing: { prettyName: null, name: null, version: null, id: null, versionId: null, idLike: [] }, broken: "Debian 12" },
  "proc-cgroups": { parse: parseProcCgroups, nothing: [], broken: "memory 5 many 1" },
  "proc-cpuinfo": { parse: parseProcCpuinfo, nothing: { cpus: null, model: null, vendor: null, hardware: null, armParts: [] }, broken: "processor 0" },
  "proc-diskstats": { parse: parseProcDiskstats, nothing: [], broken: "   8       0 sda 20417 163 88120" },
  "proc-loadavg": { parse: parseProcLoadavg, nothing: null, broken: "0.41 0.12" },
  "proc-meminfo": { parse: parseProcMeminfo, nothing: allNull(parseProcMeminfo), broken: "MemTotal: all kB" },
  "proc-net-dev": { parse: parseProcNetDev, nothing: [], broken: "  eth0: 1 2 3" },
  "proc-pid-auxv": { parse: parseProcPidAuxv, nothing: { pageBytes: null, ticksPerSecond: null }, broken: null, exact: true },
  "proc-pid-cgroup": { parse: parseProcPidCgroup, nothing: [], broken: "4:memory" },
  "proc-pid-cmdline": { parse: parseProcPidCmdline, nothing: [], broken: null, exact: true },
  "proc-pid-io": { parse: parseProcPidIo, nothing: allNull(parseProcPidIo), broken: "rchar: -" },
  "proc-pid-mountinfo": { parse: parseProcPidMountinfo, nothing: [], broken: "27 1 254:0 / / rw,relatime ext4 /dev/vda rw" },
  "proc-pid-smaps": { parse: parseProcPidSmaps, nothing: null, broken: "Rss: some kB" },
  "proc-pid-smaps-rollup": { parse: parseProcPidSmapsRollup, nothing: null, broken: "Pss: kB" },
  "proc-pid-stat": { parse: (text) => ({ ...parseProcPidStat(text, 4096), ...parseProcPidStatProcessor(text) }), nothing: SyntaxError, broken: "17 (cat) R 1 17" },
  "proc-pid-status": { parse: parseProcPidStatus, nothing: allNull(parseProcPidStatus), broken: "VmHWM: much kB" },
  "proc-pressure": { parse: parseProcPressure, nothing: { some: null, full: null }, broken: "avg10=0.35" },
  "sysfs-number": { parse: parseSysfsNumber, nothing: null, broken: null },
  "proc-stat": { parse: (text) => withCpus(text), nothing: null, broken: "cpu  12 x" },
};

function allNull<T extends object>(parse: (text: string) => T): Record<string, null> {
  return Object.fromEntries(Object.keys(parse("")).map((key) => [key, null]));
}

function withCpus(text: string): unknown {
  const stat = parseProcStat(text);
  return stat && { ...stat, busyTicksOfCpus: Object.fromEntries([...parseProcStatCpus(text)].map(([cpu, { busyTicks }]) => [cpu, busyTicks])) };
}
