import { readFileSync } from "node:fs";
import { pathOf } from "./needs.ts";

/** `time COMMAND`, to stand between restrack and the job: both then see the same processes in the same run. */
export const underTime = (file: string, command: readonly string[]): string[] => [pathOf("time"), "-o", file, "-f", "%U %S", ...command];

/** CPU seconds, each cut to hundredths: what time says is up to 0.01 s too little in both. */
export function timeSaid(file: string): { user: number; system: number } {
  const [user, system] = readFileSync(file, "utf8").trim().split("\n").at(-1)!.split(" ").map(Number);
  return { user: user!, system: system! };
}
