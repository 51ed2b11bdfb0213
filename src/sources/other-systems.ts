import { RestrackError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { createPsSources } from "./posix-ps/ps-sources.ts";
import type { Warn } from "./source-warning.ts";
import type { OnHelperEnded, Sources } from "./source.ts";

export interface OtherSystemOptions {
  host: Host;
  platform: string;
  /** RESTRACK_SOURCE. */
  wanted: string | undefined;
  warn: Warn;
  intervalSeconds: number;
  onHelperEnded: OnHelperEnded;
  /** What /proc tells, where there is one. */
  linux: Sources | null;
}

/** Of the time between two rows, so much is waited for an answer. */
const PATIENCE = 0.8;

/** Systems whose figures come from programs. */
export async function createOtherSources({ host, platform, wanted, warn, intervalSeconds, onHelperEnded, linux }: OtherSystemOptions): Promise<Sources> {
  if (wanted && wanted !== "ps") {
    throw new RestrackError("ERR_UNSUPPORTED", `RESTRACK_SOURCE does not know "${wanted}"`, { hint: "it may be ps, or not be set" });
  }
  const options = { host, platform, warn, onHelperEnded, patienceMs: intervalSeconds * 1000 * PATIENCE };
  return createPsSources({ ...options, linux });
}
