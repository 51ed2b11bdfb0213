import type { NetstatIbRow } from "../../parsers/netstat-ib.ts";
import type { NetworkCounters } from "../../snapshot.ts";

/** What carries again what goes over another interface, by the names that macOS and the BSDs give them, without their number. */
const CARRIED_AGAIN: readonly string[] = [
  "lo",
  // Bridges, switches, and the pairs that lead into them.
  ...["bridge", "veb", "switch", "epair", "pair", "vether", "vport", "vmenet", "feth", "vboxnet", "vmnet"],
  // Several as one, and one as several.
  ...["bond", "lagg", "trunk", "aggr", "agr", "vlan", "svlan", "vxlan", "carp"],
  // Tunnels.
  ...["tap", "tun", "utun", "ovpn", "ipsec", "sec", "gif", "gre", "egre", "stf", "wg", "pppoe"],
  // What listens: packet filters, to USB.
  ...["pflog", "npflog", "pfsync", "pflow", "enc", "usbus", "XHC"],
  // One radio under several names, and what connects the parts of a Mac.
  ...["awdl", "llw", "ap", "p2p", "anpi", "wlantap", "wlan_tap"],
];
/** As older netstat of macOS cuts them off, and their numbers with them. */
const CUT_OFF = 5;

const carriedAgain = new RegExp(`^(?:${CARRIED_AGAIN.join("|")})\\d`);
const cutOff = new Set(CARRIED_AGAIN.filter((name) => name.length >= CUT_OFF).map((name) => name.slice(0, CUT_OFF)));
/** "em0.100" is what FreeBSD calls VLAN 100 over em0. */
const VLAN = /\.\d+$/;

/** Interfaces that lead out of the machine; null where there is no interface at all. */
export function networksOf(rows: readonly NetstatIbRow[]): Map<string, NetworkCounters> | null {
  if (rows.length === 0) return null;
  const networks = new Map<string, NetworkCounters>();
  for (const { name, isLoopback, receivedBytes, sentBytes } of rows) {
    if (isLoopback || carriedAgain.test(name) || cutOff.has(name) || VLAN.test(name) || receivedBytes === null || sentBytes === null) continue;
    networks.set(name, { receivedBytes, sentBytes });
  }
  return networks;
}
