import type { Host } from "../../host/host.ts";
import { parseDf, sumDfContainers, type DfSpace, type DfVolume } from "../../parsers/df.ts";
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

/** Of what lies on devices and in pools of ZFS, else of what is mounted at the root; null where nothing is. */
export function diskSpaceOf(volumes: readonly DfVolume[]): DiskSpace | null {
  const spaces = [...poolSpaces(volumes), sumDfContainers(volumes)].flatMap(toldSpace);
  const counted = spaces.length > 0 ? spaces : volumes.filter(({ mountPoint }) => mountPoint === "/").flatMap(toldSpace);
  return counted.length === 0 ? null : counted.reduce((sum, space) => ({ totalBytes: sum.totalBytes + space.totalBytes, usedBytes: sum.usedBytes + space.usedBytes, freeBytes: sum.freeBytes + space.freeBytes }));
}

/** Data sets of a pool ("zroot/usr/home") share what is free: what each of them uses adds up. */
function poolSpaces(volumes: readonly DfVolume[]): DfSpace[] {
  const pools = new Set(volumes.flatMap(({ device }) => /^([\w.-]+)\/[^\s:]+$/.exec(device)?.[1] ?? []));
  return [...pools].map((pool) => {
    const sets = volumes.filter(({ device }) => device === pool || device.startsWith(`${pool}/`)).flatMap(toldSpace);
    const usedBytes = sets.reduce((sum, set) => sum + set.usedBytes, 0);
    // One with a quota has less left than the pool.
    const availableBytes = Math.max(0, ...sets.map(({ freeBytes }) => freeBytes));
    return { totalBytes: usedBytes + availableBytes, usedBytes, availableBytes };
  });
}

const toldSpace = ({ totalBytes, usedBytes, availableBytes }: DfSpace): DiskSpace[] => (totalBytes === null || usedBytes === null || availableBytes === null ? [] : [{ totalBytes, usedBytes, freeBytes: availableBytes }]);
