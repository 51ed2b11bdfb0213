import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import type { Host, KeptFile } from "../../host/host.ts";
import { parseCgroup1CpuacctStat } from "../../parsers/cgroup1-cpuacct-stat.ts";
import { parseCgroupCpuStat } from "../../parsers/cgroup-cpu-stat.ts";
import { parseCgroupCounter } from "../../parsers/cgroup-value.ts";
import { keyedNumber } from "../../parsers/keyed-lines.ts";
import { readOwnCgroups } from "../../sources/linux/own-cgroups.ts";
import type { ExactGroup, ExactUsage } from "../../sources/source.ts";

/** How a version of cgroups is used here. */
interface Hierarchy {
  /** The file through which we move, and what is written to it. */
  moveFile: string;
  who: (pid: number) => string;
  /** Says something else whenever a member has run. */
  usageFile: string;
  readCpu: (usage: string, read: (file: string) => string | null | undefined) => Cpu | null;
}

interface Cpu {
  totalMicroseconds: number;
  systemMicroseconds: number;
}

const NAME = "restrack-";

/**
 * Only our main thread moves, and it is the one that starts the job. For a single thread that moves itself the kernel takes
 * no lock (since 5.4): 0.05 ms, against 6 ms and more for a process, which has to wait until all CPUs have come by.
 */
const version1: Hierarchy = {
  moveFile: "tasks",
  who: () => "0",
  usageFile: "cpuacct.usage",
  readCpu: (usage, read) => {
    const total = parseCgroupCounter(usage);
    const stat = read("cpuacct.stat");
    const { userTicks, systemTicks } = stat ? parseCgroup1CpuacctStat(stat) : { userTicks: null, systemTicks: null };
    if (total === null || userTicks === null || systemTicks === null) return null;
    const totalMicroseconds = total / 1000;
    // The sum is exact to the nanosecond; how it divides into user and system time, the kernel tells in ticks.
    const ticks = userTicks + systemTicks;
    return { totalMicroseconds, systemMicroseconds: ticks === 0 ? 0 : (totalMicroseconds * systemTicks) / ticks };
  },
};

/** Version 2 has no such way: the whole process has to move. */
const version2: Hierarchy = {
  moveFile: "cgroup.procs",
  who: String,
  usageFile: "cpu.stat",
  readCpu: (usage) => {
    const { usageMicroseconds, systemMicroseconds } = parseCgroupCpuStat(usage);
    return usageMicroseconds === null || systemMicroseconds === null ? null : { totalMicroseconds: usageMicroseconds, systemMicroseconds };
  },
};

/**
 * A cgroup of the job's own, in which the kernel itself keeps the sum of CPU time, to the microsecond and of everybody:
 * children that nobody waits for, daemons, what lived for a millisecond.
 *
 * A process is born into the cgroup of the thread that starts it, so restrack goes in, starts the job, and goes out again.
 * Nothing of the job ever runs outside. What restrack itself used in between is known and taken off.
 *
 * Needs a cgroup that we may write to: version 2 delegated to us, or any as root. Everything else is silence.
 */
export class RunCgroup implements ExactGroup {
  readonly #hierarchy: Hierarchy;
  readonly #folder: string;
  readonly #home: string;
  readonly #host: Host;
  #ownMicroseconds = 0;
  #enteredAt: NodeJS.CpuUsage | null = null;
  /** As read last. */
  #usage: string | null = null;
  #cpu: Cpu | null = null;
  /** Read once a second for as long as the job runs. */
  readonly #kept = new Map<string, KeptFile | null | undefined>();

  private constructor(hierarchy: Hierarchy, home: string, runId: string, host: Host) {
    this.#hierarchy = hierarchy;
    this.#home = home;
    this.#folder = `${home}/${NAME}${runId}`;
    this.#host = host;
  }

  /** Makes the cgroup and moves in; null where that is not possible. */
  static enter(host: Host, runId: string): RunCgroup | null {
    for (const [hierarchy, home] of homes(host)) {
      const group = new RunCgroup(hierarchy, home, runId, host);
      if (group.#enter()) return group;
    }
    return null;
  }

  /** Moves back to where we came from. The job stays. */
  leave(): void {
    if (this.#enteredAt === null || !this.#move(this.#home)) return; // still in: our own time is taken off at every reading
    this.#ownMicroseconds = microsecondsSince(this.#enteredAt);
    this.#enteredAt = null;
  }

  readUsage(): ExactUsage | null {
    const cpu = this.#readCpu();
    if (cpu === null) return null;
    const own = this.#enteredAt === null ? this.#ownMicroseconds : microsecondsSince(this.#enteredAt);
    const total = Math.max(0, cpu.totalMicroseconds - own);
    // Starting a program is system time: ours is taken off there first.
    const system = Math.min(total, Math.max(0, cpu.systemMicroseconds - own));
    return { userSeconds: (total - system) / 1e6, systemSeconds: system / 1e6 };
  }

  /** Only where the cgroup above has the memory controller on for those below it. */
  readMemory(): number | null {
    const stat = this.#read("memory.stat");
    if (!stat) return null;
    const bytes = (key: string): number | null => keyedNumber(stat, key, "memory.stat");
    const anon = bytes("anon");
    return anon === null ? null : anon + (bytes("shmem") ?? 0) + Math.max(0, (bytes("kernel") ?? 0) - (bytes("slab_reclaimable") ?? 0));
  }

  listPids(): number[] | null {
    const text = this.#host.readText(`${this.#folder}/cgroup.procs`);
    return text == null ? null : text.split("\n").filter((line) => line !== "").map(Number);
  }

  isEmpty(): boolean {
    // Two links: no folder in it.
    return this.#host.readText(`${this.#folder}/cgroup.procs`) === "" && this.#host.countLinks(this.#folder) === 2;
  }

  /** Removes the cgroup, and those of earlier runs whose left-over processes have ended by now. */
  remove(): void {
    for (const file of this.#kept.values()) file?.close();
    removeFolder(this.#folder);
    const startOfThis = this.#folder.slice(this.#folder.lastIndexOf("/") + 1);
    for (const name of siblings(this.#home)) if (name.startsWith(NAME) && name < startOfThis) removeFolder(`${this.#home}/${name}`);
  }

  #enter(): boolean {
    try {
      mkdirSync(this.#folder);
    } catch {
      return false; // read-only, not ours, no cgroup file system
    }
    this.#enteredAt = process.cpuUsage();
    if (this.#readCpu() !== null && this.#move(this.#folder)) return true;
    removeFolder(this.#folder);
    return false;
  }

  #move(folder: string): boolean {
    try {
      writeFileSync(`${folder}/${this.#hierarchy.moveFile}`, this.#hierarchy.who(this.#host.pid));
      return true;
    } catch {
      return false;
    }
  }

  #readCpu(): Cpu | null {
    const usage = this.#read(this.#hierarchy.usageFile);
    if (!usage) return null;
    if (usage !== this.#usage) this.#cpu = this.#hierarchy.readCpu(usage, (file) => this.#read(file));
    this.#usage = usage;
    return this.#cpu;
  }

  #read(file: string): string | null | undefined {
    if (!this.#kept.has(file)) this.#kept.set(file, this.#host.keepOpen(`${this.#folder}/${file}`));
    return this.#kept.get(file)?.readText();
  }
}

/** The cgroups we are in that keep CPU time, the cheaper way first. */
function homes(host: Host): [Hierarchy, string][] {
  const own = readOwnCgroups(host, () => undefined);
  const cpuacct = own("cpuacct");
  // No controller has the name "", so this asks for version 2, whose cpu.stat needs none.
  const unified = own("");
  return [...(cpuacct?.version === 1 ? [[version1, cpuacct.folders[0]] as const] : []), ...(unified ? [[version2, unified.folders[0]] as const] : [])].flatMap(
    ([hierarchy, folder]): [Hierarchy, string][] => (folder === undefined ? [] : [[hierarchy, folder]]),
  );
}

function microsecondsSince(start: NodeJS.CpuUsage): number {
  const used = process.cpuUsage(start);
  return used.user + used.system;
}

function siblings(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // gone, with the container it belonged to
  }
}

function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It has members still. An empty directory of the kernel costs nothing; a later run removes it.
  }
}
