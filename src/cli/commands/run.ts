import type { RunOptions } from "../../run/run-options.ts";

export async function run(_options: RunOptions): Promise<number> {
  throw new Error("not written yet");
}
