import type { NetstatIbRow } from "../../parsers/netstat-ib.ts";
import type { NetworkCounters } from "../../snapshot.ts";

/**
 * Interfaces that lead out of the machine: not the loopback, and none that carries again what goes over another one (bridges
 * and their members' pairs, tunnels, link aggregates, VLANs, packet filters). null where there is no interface at all.
 */
const CARRIED_AGAIN = /^(?:lo|bridge|bond|lagg|vlan|tap|tun|utun|ipsec|gif|stf|wg|epair|vmenet|feth|vboxnet|vmnet|pflog|pfsync|enc|awdl|llw|ap|anpi|p2p|carp|wlan_?tap)\d*/;

export function networksOf(rows: readonly NetstatIbRow[]): Map<string, NetworkCounters> | null {
  if (rows.length === 0) return null;
  const networks = new Map<string, NetworkCounters>();
  for (const { name, isLoopback, receivedBytes, sentBytes } of rows) {
    if (isLoopback || CARRIED_AGAIN.test(name) || receivedBytes === null || sentBytes === null) continue;
    networks.set(name, { receivedBytes, sentBytes });
  }
  return networks;
}
