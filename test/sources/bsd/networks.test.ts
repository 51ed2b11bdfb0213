import assert from "node:assert/strict";
import { test } from "node:test";
import type { NetstatIbRow } from "../../../src/parsers/netstat-ib.ts";
import { networksOf } from "../../../src/sources/bsd/networks.ts";

const row = (name: string, bytes: number | null = 7): NetstatIbRow => ({ name, isLoopback: /^lo\d*$/.test(name), isUp: true, receivedBytes: bytes, receivedPackets: 1, sentBytes: bytes, sentPackets: 1 });
const counted = (...names: string[]): string[] => [...networksOf(names.map((name) => row(name)))!.keys()];

test("networksOf() counts what leads out of the machine", () => {
  const names = ["en0", "en12", "em0", "igb1", "vtnet0", "re0", "ix0", "wlan0", "ath0", "bge0", "vio0", "ena0", "pppx", "usb0", "apfoo", "encx0", "lowpan0"];
  assert.deepEqual(counted(...names), names);
});

test("networksOf() leaves out what carries again what goes over another one", () => {
  const names = ["lo0", "bridge0", "lagg0", "trunk0", "aggr0", "vlan5", "em0.40", "tap3", "tun0", "utun4", "ipsec0", "gif0", "stf0", "wg0", "epair0a", "vether0", "veb0", "vxlan1", "gre0", "pflog0", "pfsync0", "enc0", "awdl0", "llw0", "ap1", "anpi0", "p2p0", "carp1", "wlantap0", "wlan_tap0", "usbus0", "XHC20", "vmnet8", "vboxnet0", "feth0", "vmenet0"];
  assert.deepEqual(counted(...names), []);
});

test("networksOf() knows the names that old netstat of macOS cuts off", () => {
  assert.deepEqual(counted("bridg", "vmnet", "vboxn", "ipsec", "pflog", "en0"), ["en0"]);
});

test("networksOf() leaves out what nobody counts, and tells no interface from none that counts", () => {
  assert.deepEqual(networksOf([row("en0", null)]), new Map());
  assert.deepEqual(networksOf([row("lo0")]), new Map());
  assert.equal(networksOf([]), null);
  assert.deepEqual(networksOf([row("en0", 5)]), new Map([["en0", { receivedBytes: 5, sentBytes: 5 }]]));
});
