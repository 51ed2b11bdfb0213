import assert from "node:assert/strict";
import { test } from "node:test";
import { warnings } from "../../src/report/warnings.ts";
import { cgroupMemory, codesOf, find, limits, testCases, type Values } from "../helpers/findings.ts";

const memory = (mib: number): Values => ({ process_memory_mib: mib });
const growing = (course: (second: number) => number, rows = 100) => ({ rows, values: (second: number) => memory(course(second)) });

testCases([
  {
    code: "memory_near_limit",
    says: "It used 3.6 GiB of the 4.0 GiB it may have: 90 %",
    hint: /^raise its limit to 5 GiB or more/,
    run: { rows: 20, values: () => memory(3700), known: cgroupMemory(4096) },
    not: {
      "a run with a fifth left": { values: () => memory(3300) },
      "a run that was killed, of which more is said": { known: { signal: "SIGKILL" } },
      "a run without a limit": { known: limits({}) },
    },
  },
  {
    code: "memory_near_limit",
    says: "It used 15.0 GiB of the 16.0 GiB that the machine has: 93 %",
    hint: /^run it on a machine with more than 16\.0 GiB/,
    run: { rows: 20, values: () => memory(15_360), known: limits({ memory_mib: 16_384, memory_by: "machine" }) },
    not: { "a run in half a machine": { values: () => memory(8000) } },
  },
  {
    code: "memory_limit_too_high",
    says: "It used at most 1000 MiB of the 4.0 GiB that are set aside for it",
    hint: /^ask for 2 GiB/,
    run: { rows: 20, values: () => memory(1000), known: cgroupMemory(4096) },
    not: {
      "a machine that nobody has chosen for it": { known: limits({ memory_mib: 65_536, memory_by: "machine" }) },
      "a limit of twice what it used": { values: () => memory(2000) },
      "a limit so low that little is saved": { values: () => memory(20), known: cgroupMemory(600) },
      "a run that was stopped": { known: { signal: "SIGTERM" } },
      "a run that took too long": { known: { timed_out: true } },
      "a run of which a part was killed for memory": { known: { warnings: [warnings.oomKilled(1)] } },
    },
  },
  {
    code: "memory_growing",
    says: "Memory grew steadily to the very end, from 680 MiB to 1.4 GiB: by about 600 MiB a minute",
    hint: /leak/,
    run: growing((second) => 500 + 10 * second),
    not: {
      "a warm-up": growing((t) => Math.min(t * 100, 3000)),
      "a plateau after two thirds": growing((t) => 500 + 10 * Math.min(t, 66)),
      "a plateau after six sevenths": growing((t) => 500 + 10 * Math.min(t, 87)),
      "a sawtooth": growing((t) => 500 + (t % 20) * 50),
      "a sawtooth with long teeth": growing((t) => 500 + (t % 49) * 50),
      "a last jump": growing((t) => (t > 90 ? 4000 : 500)),
      "a few jumps": growing((t) => 500 + 1000 * Math.floor(t / 30)),
      "a wave": growing((t) => 500 + Math.sin(t) * 100),
      "a growth that slows down": growing((t) => 500 + 1000 * (1 - Math.exp(-t / 20))),
      "memory that shrinks again": growing((t) => 500 + 10 * (t < 80 ? t : 160 - t)),
      "60 MiB": growing((t) => 100 + 0.6 * t),
      "a tenth of what it has": growing((t) => 10_000 + 10 * t),
      "nineteen samples": growing((t) => 500 + 50 * t, 19),
      "a run that lasted nobody knows how long": { known: { duration_seconds: 0 } },
    },
  },
  {
    code: "swap_used",
    says: "The machine moved 190 MiB of memory out to disk (swap) meanwhile: memory was short, and that makes everything slow",
    hint: /more memory/,
    run: { rows: 20, values: (second) => ({ system_swap_used_mib: 100 + 10 * second }) },
    not: {
      "what was in swap before": { values: () => ({ system_swap_used_mib: 5000 }) },
      "swap that is emptied": { values: (second) => ({ system_swap_used_mib: 5000 - 10 * second }) },
      "a few pages": { values: (second) => ({ system_swap_used_mib: 3 * second }) },
    },
  },
]);

test("findingsOf() sees a leak however long the run was, beneath a sawtooth, and until what is freed at the end", () => {
  for (const course of [
    growing((t) => 1000 + t / 10 + (t % 7), 20_000),
    growing((t) => 500 + 10 * t + (t % 5) * 100),
    growing((t) => (t >= 99 ? 20 : 500 + 10 * t)),
    // Looked at twice while it gave its memory back.
    growing((t) => (t >= 32 ? 176 : 8 * t), 33),
  ]) {
    assert.ok(codesOf(course).includes("memory_growing"), String(course.values));
  }
});

test("findingsOf() says how much memory grows in an hour where that is no guess", () => {
  assert.match(find(growing((t) => 1000 + t, 1000)).find(({ code }) => code === "memory_growing")!.message, /by about 3\.5 GiB an hour$/);
});

test("findingsOf() says first that memory ran out, of one sample too, with what it had", () => {
  const killed = { rows: 1, values: () => memory(3900), known: { ...cgroupMemory(4096), signal: "SIGKILL", warnings: [warnings.oomKilled(1)] } };
  const [first] = find(killed);
  assert.equal(first?.code, "killed_for_memory");
  assert.equal(first.message, "Memory ran out, and the kernel killed a process of this job or of its group. It was seen to use 3.8 GiB of the 4.0 GiB it may have, and needs more");
  assert.equal(first.hint, "give it 8 GiB and record it again: nobody knows yet how much it needs");
  assert.deepEqual(first.evidence, { memory_peak_mib: 3900, memory_limit_mib: 4096 });
  assert.match(find({ ...killed, rows: 20, options: { asked: true } })[0]!.code, /killed_for_memory/);
  assert.match(find({ ...killed, values: () => ({}), known: { warnings: [warnings.oomKilled(1)] } })[0]!.message, /killed a process of this job or of its group$/);
});

test("findingsOf() does not make up what a sudden death took", () => {
  const [first] = find({ rows: 1, values: () => memory(500), known: { ...cgroupMemory(4096), warnings: [warnings.oomKilled(1)] } });
  assert.match(first!.message, /It was seen to use 500 MiB of the 4\.0 GiB it may have; what came after was too sudden to be seen, or others had taken the rest$/);
});

test("findingsOf() guesses from SIGKILL at its limit, or in a full machine, that memory ran out", () => {
  const at = (mib: number, known: object) => ({ rows: 1, values: () => memory(mib), known: { ...cgroupMemory(4096), ...known } });
  const [first] = find(at(4090, { signal: "SIGKILL" }));
  assert.equal(first?.message, "It was killed (SIGKILL) when it used 4.0 GiB of the 4.0 GiB it may have: memory ran out, it seems, and it needs more");
  // A shell tells of its child.
  assert.deepEqual(codesOf(at(4090, { exit_code: 137 })), ["killed_for_memory"]);
  const full = { ...limits({ memory_mib: 16_000, memory_by: "machine" }), signal: "SIGKILL" };
  const system = { system_memory_used_mib: 15_900, system_memory_available_mib: 100 };
  assert.deepEqual(codesOf({ rows: 1, values: () => ({ ...memory(12_000), ...system }), known: full }), ["killed_for_memory"]);
  assert.match(find({ rows: 1, values: () => ({ ...memory(12_000), ...system }), known: full })[0]!.hint!, /twice the memory/);

  assert.deepEqual(codesOf(at(100, { signal: "SIGKILL" })), [], "somebody has killed it");
  assert.deepEqual(codesOf(at(4090, { signal: "SIGTERM" })), [], "somebody has ended it");
  assert.deepEqual(codesOf(at(4090, { signal: "SIGKILL", timed_out: true })), [], "--timeout has killed it");
  assert.deepEqual(codesOf(at(4090, { exit_code: 1 })), [], "it has failed by itself");
  assert.deepEqual(codesOf({ rows: 1, values: () => ({ ...memory(100), ...system }), known: full }), [], "others have filled the machine");
  assert.deepEqual(codesOf({ rows: 1, values: () => ({}), known: { signal: "SIGKILL" } }), [], "nothing is known");
});
