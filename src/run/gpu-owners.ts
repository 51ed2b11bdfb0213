import type { Host } from "../host/host.ts";
import { parseProcPidStatus } from "../parsers/proc-pid-status.ts";

/** Of the first pid namespace, in which nobody's pids are hidden. */
const FIRST_NAMESPACE = "pid:[4026531836]";
/** A process is looked for among the members' other pids so often: it may be told of before it is a member. */
const MOST_LOOKS = 3;

/** Whose the pids are that are told of GPUs: the job's, this machine's, or those of another pid namespace, as in a container the host's may be. */
export class GpuOwners {
  readonly #host: Host;
  readonly #isFirst: boolean;
  /** The job's, also of those that have just ended. */
  readonly #own = new Set<number>();
  readonly #looks = new Map<number, number>();
  #areOurs = false;

  constructor(host: Host) {
    this.#host = host;
    this.#isFirst = [FIRST_NAMESPACE, undefined].includes(host.readLink("/proc/self/ns/pid") ?? undefined);
    // Systems without /proc know of no other pids than their own.
    this.#areOurs = host.listFolder("/proc") === undefined;
  }

  /** What is told now. */
  note(pids: readonly number[], members: ReadonlyMap<number, unknown>): void {
    const there = pids.map((pid) => this.#own.has(pid) || this.#isMember(pid, members) || this.#host.readText(`/proc/${pid}/stat`) != null);
    // One pid of ours may be that of another process of the host by chance; all of them are hardly ever. Of the host's own some may be hidden or just gone.
    if (there.length > 0) this.#areOurs ||= this.#isFirst ? there.includes(true) : !there.includes(false);
  }

  owns(pid: number): boolean {
    return this.#own.has(pid);
  }

  /** Whether any of what was told is known to be of this machine's. */
  get pidsAreOurs(): boolean {
    return this.#areOurs;
  }

  #isMember(pid: number, members: ReadonlyMap<number, unknown>): boolean {
    const isOwn = members.has(pid) || this.#isInnerPid(pid, members);
    if (isOwn) this.#own.add(pid);
    return isOwn;
  }

  /** What runs in a container of the job's has a pid there, too. */
  #isInnerPid(pid: number, members: ReadonlyMap<number, unknown>): boolean {
    const looks = this.#looks.get(pid) ?? 0;
    if (looks >= MOST_LOOKS || this.#host.readText(`/proc/${pid}/stat`) != null) return false;
    this.#looks.set(pid, looks + 1);
    return [...members.keys()].some((member) => {
      const text = this.#host.readText(`/proc/${member}/status`);
      return text != null && parseProcPidStatus(text).nspid?.slice(1).includes(pid) === true;
    });
  }
}
