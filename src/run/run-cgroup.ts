import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import type { Host } from "../host/host.ts";
import { parseCgroupCpuStat } from "../parsers/cgroup-cpu-stat.ts";
import { readOwnCgroups } from "../sources/linux/own-cgroups.ts";
import type { ExactGroup, ExactUsage } from "../sources/source.ts";

/**
 * A cgroup of the job's own, in which the kernel itself keeps the sum of CPU time, to the microsecond and of everybody:
 * children that nobody waits for, daemons, what lived for a millisecond.
 *
 * A process is born into the cgroup of its parent, so restrack goes in, starts the job, and goes out again. Nothing of the
 * job ever runs outside. What restrack itself used in between is known and taken off.
 *
 * Needs a cgroup that we may write to: version 2 delegated to us, or any as root. Everything else is silence.
 */
export class RunCgroup implements ExactGroup {
  readonly #folder: string;
  readonly #home: string;
  readonly #host: Host;
  #ownMicroseconds = 0;
  #enteredAt: NodeJS.CpuUsage | null = null;

  private constructor(folder: string, home: string, host: Host) {
    this.#folder = folder;
    this.#home = home;
    this.#host = host;
  }

  /** Makes the cgroup and moves this process in; null where that is not possible. */
  static enter(host: Host, runId: string): RunCgroup | null {
    for (const home of candidateFolders(host)) {
      const folder = `${home}/restrack-${runId}`;
      try {
        mkdirSync(folder);
      } catch {
        continue; // read-only, not ours, not a cgroup file system: the next one
      }
      const group = new RunCgroup(folder, home, host);
      try {
        if (group.#readCpuStat() === null) throw new Error("no CPU accounting");
        group.#enteredAt = process.cpuUsage();
        writeFileSync(`${folder}/cgroup.procs`, String(host.pid));
        return group;
      } catch {
        group.remove();
      }
    }
    return null;
  }

  /** Moves this process back to where it came from. The job stays. */
  leave(): void {
    try {
      writeFileSync(`${this.#home}/cgroup.procs`, String(this.#host.pid));
    } catch {
      // We stay in, and our own time counts with the job's: take all of it off at every reading.
      return;
    }
    const used = process.cpuUsage(this.#enteredAt ?? undefined);
    this.#ownMicroseconds += used.user + used.system;
    this.#enteredAt = null;
  }

  readUsage(): ExactUsage | null {
    const stat = this.#readCpuStat();
    if (stat === null) return null;
    let own = this.#ownMicroseconds;
    if (this.#enteredAt) {
      const used = process.cpuUsage(this.#enteredAt);
      own += used.user + used.system;
    }
    const total = Math.max(0, stat.userMicroseconds + stat.systemMicroseconds - own);
    // Starting a program is system time: ours is taken off there first.
    const systemMicroseconds = Math.min(total, Math.max(0, stat.systemMicroseconds - own));
    return { userSeconds: (total - systemMicroseconds) / 1e6, systemSeconds: systemMicroseconds / 1e6, readBytes: null, writeBytes: null };
  }

  listPids(): number[] | null {
    const text = this.#host.readText(`${this.#folder}/cgroup.procs`);
    return text == null ? null : text.split("\n").filter((line) => line !== "").map(Number);
  }

  /** Removes the cgroup if the job has ended; one that still has members stays until they end. */
  remove(): void {
    try {
      rmdirSync(this.#folder);
    } catch {
      // Left-over processes of the job live in it: a later run removes it when they have ended.
    }
  }

  #readCpuStat(): { userMicroseconds: number; systemMicroseconds: number } | null {
    const text = this.#host.readText(`${this.#folder}/cpu.stat`);
    if (text) {
      const { userMicroseconds, systemMicroseconds } = parseCgroupCpuStat(text);
      if (userMicroseconds !== null && systemMicroseconds !== null) return { userMicroseconds, systemMicroseconds };
    }
    const user = this.#host.readText(`${this.#folder}/cpuacct.usage_user`);
    const system = this.#host.readText(`${this.#folder}/cpuacct.usage_sys`);
    if (!user || !system) return null;
    return { userMicroseconds: Number(user) / 1e3, systemMicroseconds: Number(system) / 1e3 };
  }
}

/** The folders of the cgroups we are in that keep CPU time: of version 2, and of version 1's cpuacct. */
function candidateFolders(host: Host): string[] {
  const own = readOwnCgroups(host, () => undefined);
  // No controller has the name "", so this asks for version 2, whose cpu.stat needs none.
  return [own(""), own("cpuacct")].flatMap((group) => group?.folders[0] ?? []);
}
