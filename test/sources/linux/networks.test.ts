import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { chooseNetworks } from "../../../src/sources/linux/networks.ts";

interface Interface {
  device?: true;
  bridge?: true;
  master?: string;
  lower?: string[];
  index?: number;
  peer?: number;
  port?: string;
}

/** A machine whose /sys/class/net has these interfaces beside lo. */
function machine(interfaces: Record<string, Interface>): FixtureHost {
  const files: Record<string, string> = { "/sys/class/net/bonding_masters": "" };
  const links: Record<string, string> = {};
  let next = 2;
  for (const [name, { device, bridge, master, lower = [], index = next++, peer = index, port }] of Object.entries({ lo: { index: 1 }, ...interfaces } as Record<string, Interface>)) {
    const folder = `/sys/class/net/${name}`;
    files[`${folder}/ifindex`] = `${index}\n`;
    files[`${folder}/iflink`] = `${peer}\n`;
    if (port) files[`${folder}/phys_port_name`] = `${port}\n`;
    if (bridge) files[`${folder}/bridge/bridge_id`] = "8000.000000000000\n";
    if (device) links[`${folder}/device`] = "../../../0000:00:03.0";
    if (master) links[`${folder}/master`] = `../../../virtual/net/${master}`;
    for (const below of lower) links[`${folder}/lower_${below}`] = `../${below}`;
  }
  return FixtureHost.of(files, { links });
}

const chosen = (host: FixtureHost, names: string) => [...chooseNetworks(host, names.split(" "))].sort().join(" ");
const all = (interfaces: Record<string, Interface>) => chosen(machine(interfaces), ["lo", ...Object.keys(interfaces)].join(" "));

test("chooseNetworks() counts the hardware of a Docker host and nothing built on it", () => {
  assert.equal(
    all({
      eth0: { device: true },
      wlan0: { device: true },
      docker0: { bridge: true },
      "br-5f3a": { bridge: true, lower: ["veth1a2b"] },
      veth1a2b: { master: "br-5f3a", index: 20, peer: 2 },
      veth9: { index: 30, peer: 5 },
      virbr0: { bridge: true },
      tun0: {},
      wg0: {},
      "eth0.100": { lower: ["eth0"] },
      macvlan0: { lower: ["eth0"], peer: 2 },
      ifb0: {},
      dummy0: {},
    }),
    "eth0 wlan0",
  );
});

test("chooseNetworks() counts a bond by its members", () => {
  assert.equal(
    all({
      eno1: { device: true, master: "bond0" },
      eno2: { device: true, master: "bond0" },
      bond0: { lower: ["eno1", "eno2"] },
      "bond0.7": { lower: ["bond0"] },
      ib0: { device: true },
    }),
    "eno1 eno2 ib0",
  );
});

test("chooseNetworks() counts a bridge by the port that leads out", () => {
  assert.equal(all({ enp3s0: { device: true, master: "vmbr0" }, vmbr0: { bridge: true, lower: ["enp3s0", "tap100i0"] }, tap100i0: { master: "vmbr0" } }), "enp3s0");
});

test("chooseNetworks() counts Azure's pair once", () => {
  assert.equal(all({ eth0: { device: true, lower: ["enP1s1"] }, enP1s1: { device: true, master: "eth0" } }), "eth0");
});

test("chooseNetworks() counts a switch chip by its uplink, and no stand-in for a virtual function", () => {
  assert.equal(all({ eth0: { device: true }, lan1: { device: true, lower: ["eth0"], port: "p1" }, lan2: { device: true, lower: ["eth0"], port: "p2" } }), "eth0");
  assert.equal(all({ ens1f0np0: { device: true, port: "p0" }, ens1f0r0: { device: true, port: "pf0vf0" }, ens1f0r1: { device: true, port: "c1pf0sf88" } }), "ens1f0np0");
});

test("chooseNetworks() counts what leads out of a container", () => {
  assert.equal(all({ eth0: { index: 12, peer: 13 }, tunl0: { peer: 0 }, sit0: { peer: 0 }, tun0: {} }), "eth0");
  assert.equal(all({ eth0: { index: 2, peer: 9 }, net1: { index: 3, peer: 2 } }), "eth0 net1");
});

test("chooseNetworks() counts no link that stays inside of a container", () => {
  assert.equal(
    all({
      eth0: { index: 40, peer: 41 },
      docker0: { bridge: true, index: 3, lower: ["veth0"] },
      veth0: { index: 5, peer: 6, master: "docker0" },
      vethA: { index: 7, peer: 8 },
      vethB: { index: 8, peer: 7 },
    }),
    "eth0",
  );
});

test("chooseNetworks() takes the tap of a rootless container when there is nothing else", () => {
  assert.equal(all({ tap0: {} }), "tap0");
  assert.equal(all({ tap0: {}, br0: { bridge: true }, vethA: { index: 7, peer: 8 }, vethB: { index: 8, peer: 7, master: "br0" } }), "tap0");
  assert.equal(all({}), "");
});

test("chooseNetworks() goes by names where /sys does not tell", () => {
  const host = FixtureHost.of({});
  assert.equal(chosen(host, "lo eth0 eth0.100 eth0:1 docker0 br-12ab34 veth12 virbr0 bond0 tun0 wg0"), "eth0");
  assert.equal(chosen(host, "lo ens5 wlp2s0 ib0 wwan0 ppp0 eth1.20 cali12ab"), "ens5 eth1.20 ib0 ppp0 wlp2s0 wwan0");
  assert.equal(chosen(host, "lo tap0"), "tap0");
  assert.equal(chosen(host, "lo"), "");
  // /sys of another network namespace: it knows other names.
  assert.equal(chosen(machine({ ens3: { device: true } }), "lo eth0 docker0"), "eth0");
});
