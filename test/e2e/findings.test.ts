import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, programs, restrack } from "../helpers/run-restrack.ts";

const runs = "fixtures/findings";

/** What is found in each of the runs, the most important first. */
const found: Record<string, readonly string[]> = {
  "all-is-well": [],
  "asked-for-too-much": ["cores_idle", "memory_limit_too_high"],
  "at-its-limit": ["memory_near_limit"],
  "beside-a-backup": [],
  "beside-others": ["other_work"],
  "collects-garbage": [],
  "fills-the-disk": ["disk_nearly_full"],
  "held-back-by-its-quota": ["cpu_throttled"],
  "holds-a-gpu-for-nothing": ["gpu_idle"],
  "killed-by-the-kernel": ["killed_for_memory"],
  leaks: ["memory_growing"],
  "loads-then-computes": [],
  "one-thing-after-the-other": ["one_core_busy"],
  "starves-its-gpu": ["gpu_starved"],
  swaps: ["swap_used"],
  "trains-on-its-gpu": [],
  "waits-for-its-disk": ["waiting_for_disk"],
};

test("every run in fixtures/findings is judged by a test", () => {
  assert.deepEqual(readdirSync(runs).filter((name) => name.endsWith(".csv")).sort(), Object.keys(found).map((name) => `${name}.csv`).sort());
});

for (const [name, codes] of Object.entries(found)) {
  test(`restrack recommend finds ${codes.join(" and ") || "nothing to change"} in a run that ${name}`, async (t) => {
    const { code, stdout, stderr } = await restrack(t, ["recommend", "--format", "json", join(runs, `${name}.csv`)]);
    assert.equal(code, 0, stderr);
    const { findings } = JSON.parse(stdout.toString()) as Report;
    // A run of six samples is also too short to judge by, for whoever asks.
    assert.deepEqual(findings.map((finding) => finding.code).filter((found) => found !== "too_few_samples"), codes);
    for (const { message, hint } of findings) assert.ok(message.length > 30 && hint !== null && hint.length > 10);
  });
}

test("restrack recommend says in words what it has found", async (t) => {
  const { stdout } = await restrack(t, ["recommend", join(runs, "one-thing-after-the-other.csv")]);
  assert.match(stdout.toString().replace(/\s+/g, " "), /Finding: One core was busy in 9\d % of the time, and 7 others stood by: it does one thing after the other\. → let it work in several threads or processes/);
});

test("restrack run says at its end that memory grew all the time", needs("python3"), async (t) => {
  const json = join(makeFolder(t), "out.json");
  const { code, stderr } = await restrack(t, ["run", "--interval", "0.05", "--json", json, "--", pathOf("python3"), join(programs, "leak-memory.py"), "2"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr.replace(/\s+/g, " "), /Finding Memory grew steadily to the very end, from \d+ MiB to \d+ MiB: by about .* a minute\. Look for a leak/);
});
