import type { Host } from "../host/host.ts";
import { createSources } from "../sources/index.ts";
import type { SourceWarning } from "../sources/source-warning.ts";
import { type MeasuredFrom, Measurement } from "./measurement.ts";

/** What a measurement reads from, and how it goes about it there. */
export interface OpenSources extends MeasuredFrom {
  Measurement: typeof Measurement;
}

/**
 * The sources of this machine, before the job is started. At once on Linux; elsewhere it takes a moment, and programs.
 * `embedded`: others use threads of this process, too.
 *
 * @throws RestrackError ERR_UNSUPPORTED
 */
export async function openSources(host: Host, intervalSeconds: number, embedded: boolean): Promise<OpenSources> {
  const warnings: SourceWarning[] = [];
  const helpers = { onEnded: () => {} };
  const sources = createSources(host, { warn: (warning) => warnings.push(warning), ownThreadsIdle: !embedded, intervalSeconds, onHelperEnded: () => helpers.onEnded() });
  if (!(sources instanceof Promise)) return { sources, warnings, helpers, Measurement };
  return { sources: await sources, warnings, helpers, ...(await import("./polled.ts")) };
}
