import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** "R", "S", "T" …; null when there is no such process. */
export function stateOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat[stat.lastIndexOf(")") + 2] ?? null;
  } catch {
    return null;
  }
}

/** Gone, or dead and not yet reaped by whoever has to. */
export const untilGone = (pid: number): Promise<void> => until(() => [null, "Z", "X"].includes(stateOf(pid)), `${pid} to end`);

export const untilState = (pid: number, ...states: string[]): Promise<void> => until(() => states.includes(stateOf(pid) ?? ""), `${pid} to be ${states.join(" or ")}`);

/** Resolves when the process has a handler for the signal. */
export function untilCaught(pid: number, signal: number): Promise<void> {
  const caught = (): boolean => {
    const mask = /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "0";
    return (BigInt(`0x${mask}`) & (1n << BigInt(signal - 1))) !== 0n;
  };
  return until(caught, `${pid} to catch signal ${signal}`);
}

/** Looks until it is so, and says what never was. */
export async function until(reached: () => boolean, what: string): Promise<void> {
  for (const end = performance.now() + 30_000; !reached(); ) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(2);
  }
}

export const parentOf = (pid: number): number => Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1]);

/** Its oldest living child; null when it has none. */
export function childOf(pid: number): number | null {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").trim();
  return children === "" ? null : Number(children.split(" ")[0]);
}

/** CPU ticks of the children that it has waited for. */
export function waitedTicksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const [cutime, cstime] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(13).map(Number);
  return cutime! + cstime!;
}
