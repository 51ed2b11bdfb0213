import { RestrackError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { streamProgram } from "../host/stream-program.ts";
import { createDarwinSources } from "./darwin/darwin-sources.ts";
import { createPsSources } from "./posix-ps/ps-sources.ts";
import type { Warn } from "./source-warning.ts";
import type { OnHelperEnded, Sources } from "./source.ts";
import { createWindowsSources } from "./windows/windows-sources.ts";

export interface OtherSystemOptions {
  host: Host;
  platform: string;
  /** RESTRACK_SOURCE. */
  wanted: string | undefined;
  warn: Warn;
  intervalSeconds: number;
  onHelperEnded: OnHelperEnded;
  stream?: typeof streamProgram | undefined;
  /** What /proc tells, where there is one. */
  linux: Sources | null;
}

/** Of the time between two rows, so much is waited for an answer. */
const PATIENCE = 0.8;

/**
 * Systems whose figures come from programs.
 *
 * @throws RestrackError ERR_UNSUPPORTED
 */
export async function createOtherSources({ host, platform, wanted, warn, intervalSeconds, onHelperEnded, stream, linux }: OtherSystemOptions): Promise<Sources> {
  if (wanted && wanted !== "ps") {
    throw new RestrackError("ERR_UNSUPPORTED", `RESTRACK_SOURCE does not know "${wanted}"`, { hint: "it may be ps, or not be set" });
  }
  const context = { host, warn, onHelperEnded, patienceMs: intervalSeconds * 1000 * PATIENCE };
  if (platform === "win32" && !wanted) return createWindowsSources({ ...context, ...(stream && { stream }) });
  if (platform === "darwin" && !wanted) return createDarwinSources(context);
  return createPsSources({ ...context, platform, linux });
}
