import assert from "node:assert/strict";
import { test } from "node:test";
import { recommendResources, roundUp, roundUpToSize } from "../../src/recommend/resources.ts";
import { Trace } from "../../src/stats/trace.ts";
import { runOf } from "../helpers/recorded-run.ts";

const steady = (changes: Parameters<typeof runOf>[1] = {}, cores = 1) => runOf(Array(20).fill({ seconds: 1, cores }), changes);
const need = (...args: Parameters<typeof recommendResources>) => recommendResources(...args);

test("recommendResources() adds the headroom and rounds memory up to a size that one can buy", () => {
  const memory = (memoryPeakMib: number, headroom = 0.2) => need([steady({ memoryPeakMib })], { headroom }).memory;
  assert.equal(memory(100), 128);
  assert.equal(memory(107), 128, "128.4 MiB are 128 and noise");
  assert.equal(memory(110), 256);
  assert.equal(memory(426), 512);
  assert.equal(memory(430), 1024);
  assert.equal(memory(6400), 8192); // 7680
  assert.equal(memory(6830), 8192); // 8196
  assert.equal(memory(7000), 9216); // 8400
  assert.equal(memory(7000, 0), 7168);
});

test("recommendResources() says when memory is not known, and asks for none", () => {
  const { memory, reasons } = need([steady({ memoryPeakMib: null })]);
  assert.equal(memory, null);
  assert.match(reasons.join("\n"), /memory: the run does not tell/);
});

test("recommendResources() replays, or takes mean, 95th percentile or peak", () => {
  // 90 rows with one core, 6 with 3, 4 with 8.
  const run = runOf([...Array(90).fill({ seconds: 1, cores: 1 }), ...Array(6).fill({ seconds: 1, cores: 3 }), ...Array(4).fill({ seconds: 1, cores: 8 })]);
  const cpu = (rule: "replay" | "mean" | "p95" | "peak") => need([run], { cpu: rule }).cpu;
  assert.equal(cpu("mean"), 1); // 1.4
  assert.equal(cpu("p95"), 3);
  assert.equal(cpu("peak"), 8);
  // On n cores 90 + 6 max(1, 3/n) + 4 × 8/n s of at most 110: on 2 115, on 3 106.7.
  assert.equal(cpu("replay"), 3);
});

test("recommendResources() of several runs takes the slowest replay, the mean of means and the most of all else", () => {
  const runs = [steady({ memoryPeakMib: 500 }, 2), steady({ memoryPeakMib: 3000, gpuPeak: 0.4, vramPeakMib: 9000 }, 5)];
  assert.deepEqual({ ...need(runs), reasons: [] }, { cpu: 5, memory: 4096, gpu: 1, vram: 11 * 1024, reasons: [], memory_is_at_least: false });
  assert.equal(need(runs, { cpu: "mean" }).cpu, 4); // 3.5
});

test("recommendResources() rounds GPUs and their memory up, and needs one where its memory was used", () => {
  assert.equal(need([steady({ gpuPeak: 1.9 })]).gpu, 2);
  assert.equal(need([steady({ gpuPeak: 1.002 })]).gpu, 1);
  const idle = need([steady({ gpuPeak: 0, vramPeakMib: 100 })]);
  assert.deepEqual([idle.gpu, idle.vram], [1, 1024]);
});

test("recommendResources() says that the need of a run that was killed for memory is unknown", () => {
  const { memory_is_at_least, reasons } = need([steady({ killedForMemory: true })]);
  assert.equal(memory_is_at_least, true);
  assert.match(reasons.join("\n"), /killed for memory: how much it needs is not known, only that it is more than that/);
});

test("recommendResources() says when there is little to judge by", () => {
  assert.match(need([runOf([{ seconds: 1, cores: 1 }])]).reasons.join("\n"), /1 sample is little to judge by/);
  assert.doesNotMatch(need([steady()]).reasons.join("\n"), /little to judge by/);
});

test("recommendResources() takes the peak of a report without rows, and says so", () => {
  const { cpu, reasons } = need([steady({ trace: new Trace(), cpuPeak: 2.6 })]);
  assert.equal(cpu, 3);
  assert.match(reasons[0]!, /the peak, as there are no rows to replay/);
});

test("roundUp() takes half a percent for noise", () => {
  assert.deepEqual([4, 4.003, 4.02, 4.03, 0, 0.004, 0.006].map(roundUp), [4, 4, 4, 5, 0, 0, 1]);
});

test("roundUpToSize() knows 128, 256, 512 MiB and whole GiB", () => {
  assert.deepEqual([1, 128, 129, 256, 300, 512, 513, 600, 1024, 1500].map(roundUpToSize), [128, 128, 256, 256, 512, 512, 512, 1024, 1024, 2048]);
});
