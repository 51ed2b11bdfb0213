import type { ProcessHandle, ProcessIo, ProcessStat } from "../sources/source.ts";
import type { Program } from "./programs.ts";

/** A process of the job, known by (pid, start time), from its discovery until it has been settled by the ledger. */
export interface Member {
  readonly pid: number;
  readonly handle: ProcessHandle;
  /** As last seen; `before` is the reading of the tick before. */
  stat: ProcessStat;
  before: ProcessStat;
  /** Last reading; null when it cannot be read (another user's process). */
  io: ProcessIo | null;
  /** How often reading it was refused; once may be a process that was just ending. */
  ioRefusals: number;
  /** Ticks and page faults that were known when its I/O was read last. */
  activityAtIo: number;
  /** What it, and those it has waited for, had used when the measurement began. */
  ticksAtStart: number;
  ignoresSigchld: boolean;
  program: Program;
  memory: MemberMemory;
}

/** The last expensive reading and what has changed since; everything in bytes. */
export interface MemberMemory {
  /** PSS or USS as last read, or the best guess; `rssThen` is the resident size it belongs to. */
  baseBytes: number;
  rssThen: number;
  /** baseBytes / rssThen of the last two readings: how much of a resident page counts. */
  ratio: number;
  ratioBefore: number;
  /** Whether baseBytes was ever read. */
  known: boolean;
  /** Of a family that costs too much to be read at once: what is known from before it was one is carried forward. */
  apart: boolean;
  /** The machine refused: the resident size stands in. */
  refused: boolean;
  faultsThen: number;
  rowsSinceRead: number;
  /** What reading cost last time, in milliseconds. */
  costMs: number;
  /** VmHWM as last read, and page faults at that time. */
  peakRss: number;
  peakFaults: number;
}

export const cpuTicksOf = (stat: ProcessStat): number => stat.utime + stat.stime + stat.cutime + stat.cstime;

export const faultsOf = (stat: ProcessStat): number => stat.minflt + stat.majflt + stat.cminflt + stat.cmajflt;

/** Grows whenever it does anything. */
export const activityOf = (stat: ProcessStat): number => cpuTicksOf(stat) + faultsOf(stat);

/** Of children that were waited for. */
export const waitedTicksOf = (stat: ProcessStat): number => stat.cutime + stat.cstime;

export const waitedFaultsOf = (stat: ProcessStat): number => stat.cminflt + stat.cmajflt;

export const ownFaultsOf = (stat: ProcessStat): number => stat.minflt + stat.majflt;

/** Ended, and only its accounting is left. */
export const isZombie = (stat: ProcessStat): boolean => stat.state === "Z" || stat.state === "X" || stat.state === "x";
