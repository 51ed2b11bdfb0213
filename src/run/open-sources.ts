import type { Host } from "../host/host.ts";
import type { Sample } from "../sample/sample.ts";
import type { RowTime, SamplerOptions } from "../sample/sampler.ts";
import { createSources } from "../sources/index.ts";
import type { SourceWarning } from "../sources/source-warning.ts";
import type { OnHelperEnded, Sources } from "../sources/source.ts";

/** What a measurement reads from, and how that adds up. */
export interface OpenSources {
  sources: Sources;
  polled?: Polled;
  /** What could not be read; it grows. */
  warnings: SourceWarning[];
  /** Who wants to know when a program that was asked has ended. */
  helpers: { onEnded: OnHelperEnded };
}

/** What is needed where figures come from programs. */
export interface Polled {
  ledger: SamplerOptions["ledger"];
  missedRow: (time: RowTime) => Sample;
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
  if (!(sources instanceof Promise)) return { sources, warnings, helpers };
  return { sources: await sources, warnings, helpers, polled: (await import("./polled.ts")).polled };
}
