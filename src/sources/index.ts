import type { Host } from "../host/host.ts";
import type { streamProgram } from "../host/stream-program.ts";
import { readLimits } from "./linux/limits.ts";
import { createLinuxProcessSource } from "./linux/processes.ts";
import { createLinuxSystemSource } from "./linux/system.ts";
import type { Warn } from "./source-warning.ts";
import type { OnHelperEnded, Sources } from "./source.ts";

export interface SourcesOptions {
  /** As in process.platform; that of the machine restrack runs on unless a recorded one is read. */
  platform?: string;
  /** Gets one warning for each file that is there and cannot be read or understood. */
  warn?: Warn;
  /** Only this process's main thread ever reads or writes files: its others need not be asked about it. */
  ownThreadsIdle?: boolean;
  /** How often there is a row. */
  intervalSeconds?: number;
  onHelperEnded?: OnHelperEnded;
  /** Starts a program that goes on telling; another one than streamProgram() where a recorded machine is read. */
  stream?: typeof streamProgram;
}

/**
 * The sources of the operating system. The only place that asks which one it is. RESTRACK_SOURCE=ps reads processes by ps
 * wherever there is one.
 *
 * @throws RestrackError ERR_UNSUPPORTED
 */
export function createSources(host: Host, { platform = process.platform, warn = () => {}, ownThreadsIdle = false, intervalSeconds = 1, onHelperEnded = () => {}, stream }: SourcesOptions = {}): Sources | Promise<Sources> {
  const warned = new Set<string>();
  const warnOnce: Warn = (warning) => {
    if (warned.has(warning.message)) return;
    warned.add(warning.message);
    warn(warning);
  };
  const linux = (): Sources => ({
    processes: createLinuxProcessSource(host, ownThreadsIdle),
    system: createLinuxSystemSource(host, warnOnce),
    readLimits: () => readLimits(host, warnOnce),
    // A job need not wait for what is known of its machine in an hour, too.
    readServerInfo: async () => (await import("./linux/server-info.ts")).readServerInfo(host, warnOnce),
  });
  // Android's Node calls the same kernel by another name.
  const isLinux = platform === "linux" || platform === "android";
  const wanted = host.env["RESTRACK_SOURCE"];
  if (isLinux && !wanted) return linux();
  return import("./other-systems.ts").then(({ createOtherSources }) => createOtherSources({ host, platform, wanted, warn: warnOnce, intervalSeconds, onHelperEnded, stream, linux: isLinux ? linux() : null }));
}
