import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { createGpuSource } from "../../../src/sources/gpu/index.ts";

const card = (number: number, vendor: string, more: Record<string, string> = {}): Record<string, string> => Object.fromEntries([["vendor", vendor], ...Object.entries(more)].map(([name, text]) => [`/sys/class/drm/card${number}/device/${name}`, text!]));
const amd = { gpu_busy_percent: "50\n", mem_info_vram_total: "1024\n", mem_info_vram_used: "512\n" };
const arc = { "tile0/physical_vram_size_bytes": "2048\n" };

/** On a machine with these files and nothing in PATH. */
const create = (files: Record<string, string>, platform = "linux") => createGpuSource({ host: FixtureHost.of(files, { env: { PATH: "" } }), platform, gpus: null, intervalSeconds: 1, later: () => () => undefined, warn: () => assert.fail("nothing is broken"), onEnded: () => undefined });
const skip = ["/opt/rocm/bin", "/usr/lib/wsl/lib", "/usr/sbin/ioreg"].some((path) => existsSync(path)) && "this machine has tools of its own";

test("createGpuSource() finds nothing where nothing tells, nor where a screen is only drawn", { skip }, () => {
  assert.equal(create({}), null);
  assert.equal(create({ ...card(0, "0x1af4"), ...card(1, "0x102b"), ...card(2, "0x1a03"), ...card(3, "0x1234"), ...card(4, "0x10de") }), null);
  assert.equal(create(card(0, "0x8086")), null, "of which nothing is told");
  assert.equal(create(card(0, "0x1002", amd), "darwin"), null);
});

test("createGpuSource() joins the vendors' GPUs that the kernel shows, AMD's first", { skip }, () => {
  const source = create({ ...card(0, "0x8086", arc), ...card(1, "0x1002", amd), ...card(2, "0x1002", amd) })!;
  assert.deepEqual(source.read()!.devices.map(({ index, usage, vramTotalBytes }) => [index, usage, vramTotalBytes]), [[0, 0.5, 1024], [1, 0.5, 1024], [2, null, 2048]]);
  source.close();
});
