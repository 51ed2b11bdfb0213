import type { InfoOptions } from "../options.ts";

export async function info(_options: InfoOptions): Promise<number> {
  throw new Error("not written yet");
}
