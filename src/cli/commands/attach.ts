import type { AttachOptions } from "../../run/run-options.ts";

export async function attach(_options: AttachOptions): Promise<number> {
  throw new Error("not written yet");
}
