import { RestrackError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { readLimits } from "./linux/limits.ts";
import { createLinuxProcessSource } from "./linux/processes.ts";
import { createLinuxSystemSource } from "./linux/system.ts";
import type { Warn } from "./source-warning.ts";
import type { Sources } from "./source.ts";

export interface SourcesOptions {
  /** As in process.platform; that of the machine restrack runs on unless a recorded one is read. */
  platform?: string;
  /** Gets one warning for each file that is there and cannot be read or understood. */
  warn?: Warn;
  /** Only this process's main thread ever reads or writes files: its others need not be asked about it. */
  ownThreadsIdle?: boolean;
}

/** The sources of the operating system. The only place that asks which one it is. */
export function createSources(host: Host, { platform = process.platform, warn = () => {}, ownThreadsIdle = false }: SourcesOptions = {}): Sources {
  // Android's Node calls the same kernel by another name.
  if (platform !== "linux" && platform !== "android") {
    throw new RestrackError("ERR_UNSUPPORTED", `Cannot measure on "${platform}": this version of restrack knows Linux only`, {
      hint: "run it on Linux, in a Linux container or in WSL 2",
    });
  }
  const warned = new Set<string>();
  const warnOnce: Warn = (warning) => {
    if (warned.has(warning.message)) return;
    warned.add(warning.message);
    warn(warning);
  };
  return {
    processes: createLinuxProcessSource(host, ownThreadsIdle),
    system: createLinuxSystemSource(host, warnOnce),
    readLimits: () => readLimits(host, warnOnce),
    // A job need not wait for what is known of its machine in an hour, too.
    readServerInfo: async () => (await import("./linux/server-info.ts")).readServerInfo(host, warnOnce),
  };
}
