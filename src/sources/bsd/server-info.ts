import { parseSysctlValues } from "../../parsers/sysctl.ts";
import type { Host } from "../../host/host.ts";
import type { ServerInfo } from "../source.ts";
import type { Swap } from "./bsd-system.ts";

const PATIENCE_MS = 2000;

/** What made the machine: of FreeBSD its boot environment, of OpenBSD and NetBSD the kernel tells; and whether this is a jail. */
export async function readBsdInfo(host: Host, swap: Swap | null, known: ServerInfo): Promise<ServerInfo> {
  const run = async (program: string, ...args: string[]): Promise<string> => (await host.run(program, args, { timeoutMs: PATIENCE_MS })).stdout;
  const [text, maker, product] = await Promise.all([
    run("sysctl", "security.jail.jailed", "hw.vendor", "hw.product"),
    run("kenv", "-q", "smbios.system.maker"),
    run("kenv", "-q", "smbios.system.product"),
  ]);
  const values = parseSysctlValues(text);
  return {
    ...known,
    swapBytes: swap?.totalBytes ?? null,
    container: values.get("security.jail.jailed") === "1" ? "jail" : known.container,
    vendor: lineOf(maker) ?? values.get("hw.vendor") ?? null,
    product: lineOf(product) ?? values.get("hw.product") ?? null,
  };
}

const lineOf = (text: string): string | null => text.split("\n")[0]!.trim() || null;
