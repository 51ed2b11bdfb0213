import { test } from "node:test";
import assert from "node:assert/strict";
import { parseNetstatIb } from "../../src/parsers/netstat-ib.ts";

const header = "Name  Mtu   Network       Address            Ipkts Ierrs     Ibytes    Opkts Oerrs     Obytes  Coll Drop\n";
const en0 = "en0   1500  <Link#4>    a8:66:7f:00:11:22  4200128     0 5100200300  2100064     0  310200100     0 230\n";

test("parseNetstatIb() counts an interface once, however many addresses it has", () => {
  const rows = parseNetstatIb(`${header}${en0}en0   1500  10.0.0/24     10.0.0.17        4200128     - 5100200300  2100064     -  310200100     -   -\n`);
  assert.deepEqual(rows, [{ name: "en0", isLoopback: false, isUp: true, receivedBytes: 5_100_200_300, receivedPackets: 4_200_128, sentBytes: 310_200_100, sentPackets: 2_100_064 }]);
});

test("parseNetstatIb() reads a row without an address, and one of an interface that is down", () => {
  const [row] = parseNetstatIb(`${header}gif0* 1280  <Link#2>                             11     0          12        13     0          14     0   0\n`);
  assert.deepEqual(row, { name: "gif0", isLoopback: false, isUp: false, receivedBytes: 12, receivedPackets: 11, sentBytes: 14, sentPackets: 13 });
});

test("parseNetstatIb() leaves out a row that was cut off, and reads - as unknown", () => {
  for (const cut of [5, 9, 20]) assert.deepEqual(parseNetstatIb(header + en0.slice(0, -cut)), [], en0.slice(0, -cut));
  assert.deepEqual(parseNetstatIb(header + en0.replace("5100200300", "-")).map((row) => [row.receivedBytes, row.sentBytes]), [[null, 310_200_100]]);
});

test("parseNetstatIb() finds the few columns of other BSDs", () => {
  const [row] = parseNetstatIb("Name    Mtu   Network     Address              Ibytes     Obytes\nem0     1500  <Link>      00:0c:29:00:11:22       100        200\n");
  assert.deepEqual([row?.receivedBytes, row?.sentBytes, row?.receivedPackets], [100, 200, null]);
});

test("parseNetstatIb() knows the loopback, and keeps two names that were cut to one apart", () => {
  const rows = parseNetstatIb(`${header}lo0   16384 <Link#1>      lo0  1 0 10 1 0 10 0 0\nvlan1 1500 <Link#7> a 1 0 20 1 0 20 0 0\nvlan1 1500 <Link#8> a 1 0 30 1 0 30 0 0\nlowpan0 1280 <Link#9> a 1 0 40 1 0 40 0 0\n`);
  assert.deepEqual(rows.map(({ name, isLoopback, receivedBytes }) => [name, isLoopback, receivedBytes]), [["lo0", true, 10], ["vlan1", false, 20], ["vlan1", false, 30], ["lowpan0", false, 40]]);
});
