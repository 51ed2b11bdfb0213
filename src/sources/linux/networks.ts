import type { Host } from "../../host/host.ts";

/**
 * Which interfaces of /proc/net/dev to add up so that every byte that crossed the machine's border counts once.
 *
 * On a machine: what has hardware behind it, real or virtual (/sys/class/net/NAME/device): Ethernet, virtio, Wi-Fi, WWAN,
 * InfiniBand. Whatever else there is (bridges, bonds and teams, VLANs, macvlan, veth, tun, VPNs, tunnels, ifb, dummy)
 * passes its bytes on through one of these, or never leaves the machine. Not counted although there is hardware:
 * - a member of an interface that has hardware itself: that one counts for both (Azure's and virtio's failover pairs)
 * - what stands on other hardware that is no member of it: the ports of a switch chip on its uplink
 * - a network card's stand-ins for the virtual functions it has given to guests
 *
 * In a container there is no hardware: then the ends of links whose other end is in another network namespace (veth,
 * macvlan, ipvlan: eth0); if there are none, all that is not built on another one (rootless containers' tap0, OpenVZ's venet0).
 *
 * Where /sys does not tell, the names decide.
 */
export function chooseNetworks(host: Host, names: readonly string[]): Set<string> {
  const candidates = names.filter((name) => name !== "lo");
  const known = new Set(host.listFolder("/sys/class/net") ?? []);
  if (!candidates.every((name) => known.has(name))) return chooseByName(candidates);
  const links = new Map(candidates.map((name) => [name, readInterface(host, name)]));
  const hardware = candidates.filter((name) => links.get(name)!.hardware);
  if (hardware.length > 0) return new Set(hardware.filter((name) => !isCountedElsewhere(name, links)));
  const outermost = candidates.filter((name) => isOutermost(links.get(name)!, links));
  const uplinks = outermost.filter((name) => hasOtherEnd(links.get(name)!));
  return new Set(uplinks.length > 0 ? uplinks : outermost);
}

interface Interface {
  hardware: boolean;
  bridge: boolean;
  /** The bridge, bond or team that it is a member of. */
  master: string | undefined;
  /** What it is built on. */
  lower: string[];
  index: string | undefined;
  /** Index of its other end, in that end's network namespace. */
  peerIndex: string | undefined;
  /** "p0" of a card's port, "pf0vf1" of the stand-in for a virtual function. */
  port: string;
}

function readInterface(host: Host, name: string): Interface {
  const folder = `/sys/class/net/${name}`;
  const entries = host.listFolder(folder) ?? [];
  const text = (file: string) => (entries.includes(file) ? host.readText(`${folder}/${file}`)?.trim() : undefined);
  return {
    hardware: entries.includes("device"),
    bridge: entries.includes("bridge"),
    master: host.readLink(`${folder}/master`)?.split("/").pop(),
    lower: entries.filter((entry) => entry.startsWith("lower_")).map((entry) => entry.slice("lower_".length)),
    index: text("ifindex"),
    peerIndex: text("iflink"),
    port: text("phys_port_name") ?? "",
  };
}

function isCountedElsewhere(name: string, links: ReadonlyMap<string, Interface>): boolean {
  const { master, lower, port } = links.get(name)!;
  if (master !== undefined && links.get(master)?.hardware) return true;
  if (/pf\d+[vs]f\d+$/.test(port)) return true;
  return lower.some((below) => links.get(below)?.hardware && links.get(below)?.master !== name);
}

function isOutermost({ bridge, master, lower, index, peerIndex }: Interface, links: ReadonlyMap<string, Interface>): boolean {
  if (bridge || master !== undefined || lower.length > 0) return false;
  // A pair that stays in here. Indexes repeat between namespaces, so both ends must name each other.
  if (peerIndex === index) return true;
  for (const other of links.values()) if (other.index === peerIndex && other.peerIndex === index) return false;
  return true;
}

function hasOtherEnd({ index, peerIndex }: Interface): boolean {
  return peerIndex !== undefined && peerIndex !== "0" && peerIndex !== index;
}

const VIRTUAL =
  /^(?:docker|br-|br\d|virbr|lxcbr|lxdbr|podman|cni|veth|vnet|tap|tun|wg|bond|team|ifb|dummy|sit|tunl|ip6tnl|ip6_vti|ip_vti|gre|erspan|vxlan|geneve|cali|cilium|lxc|flannel|kube-|nodelocaldns|macv|ovs-|vmnet|tailscale|zt|vrf)/;

/** Plain names, and no VLAN or alias (eth0.100, eth0:1) of one of them. */
function chooseByName(candidates: readonly string[]): Set<string> {
  const isOnAnother = (name: string) => /[.:]/.test(name) && candidates.includes(name.replace(/[.:].*/, ""));
  const plain = candidates.filter((name) => !VIRTUAL.test(name) && !isOnAnother(name));
  return new Set(plain.length > 0 ? plain : candidates);
}
