import type { Host } from "../../host/host.ts";
import { parseDf, sumDfContainers, type DfVolume } from "../../parsers/df.ts";
import type { DiskSpace, SystemSnapshot } from "../../snapshot.ts";
import { systemOfOs } from "../os-module/system.ts";
import { Tool, type ToolContext } from "../table/tool.ts";

/** A disk does not fill in a second, and df may wake one. */
const DF_EVERY_MS = 10_000;

/** The machine as Node knows it, and its file systems by df. */
export class UnixSystem {
  readonly #host: Host;
  readonly #df: Tool<DiskSpace>;

  constructor(context: ToolContext) {
    this.#host = context.host;
    this.#df = new Tool({ ...context, program: "df", args: ["-kPl"], everyMs: DF_EVERY_MS, parse: (text) => diskSpaceOf(parseDf(text)) });
  }

  async read(): Promise<SystemSnapshot> {
    const [os, diskSpace] = await Promise.all([this.#host.readOs(), this.#df.read()]);
    return { ...systemOfOs(os), diskSpace };
  }

  close(): void {
    this.#df.close();
  }
}

/** Of what lies on a device, else (a pool of ZFS) of what is mounted at the root; null where nothing is. */
export function diskSpaceOf(volumes: readonly DfVolume[]): DiskSpace | null {
  const disks = sumDfContainers(volumes);
  const { totalBytes, usedBytes, availableBytes } = disks.totalBytes === null ? (volumes.find(({ mountPoint }) => mountPoint === "/") ?? disks) : disks;
  return totalBytes === null || usedBytes === null || availableBytes === null ? null : { totalBytes, usedBytes, freeBytes: availableBytes };
}
