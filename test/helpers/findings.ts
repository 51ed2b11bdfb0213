import assert from "node:assert/strict";
import { test } from "node:test";
import { columns } from "../../src/frame/columns.ts";
import { buildReport, type KnownOfRun } from "../../src/report/build-report.ts";
import { findingsOf } from "../../src/report/findings.ts";
import type { FindingOptions } from "../../src/report/findings/rule.ts";
import type { Finding, GpuUse } from "../../src/report/report.ts";
import { Aggregate } from "../../src/stats/aggregate.ts";
import { unknownGpu } from "./report.ts";

/** Of one row, by column. What is not named is unknown. */
export type Values = Record<string, number>;

export interface InventedRun {
  /** One a second. */
  rows: number;
  values: (second: number) => Values;
  known?: KnownOfRun;
  options?: FindingOptions;
}

export function aggregateOf({ rows, values }: InventedRun): Aggregate {
  const aggregate = new Aggregate(0);
  for (let second = 1; second <= rows; second++) {
    const row = new Float64Array(columns.length).fill(NaN);
    for (const [name, value] of Object.entries({ timestamp: second, ...values(second) })) {
      const index = columns.findIndex((column) => column.name === name);
      assert.ok(index >= 0, `there is no column ${name}`);
      row[index] = value;
    }
    aggregate.add(row, 1);
  }
  return aggregate;
}

export function find(run: InventedRun): Finding[] {
  const aggregate = aggregateOf(run);
  return findingsOf(buildReport(aggregate, { duration_seconds: run.rows, ...run.known }, "job"), aggregate.trace, run.options);
}

export const codesOf = (run: InventedRun): string[] => find(run).map(({ code }) => code);

export const cores = (count: number): Values => ({ process_utime: count, process_stime: 0, process_cpu_usage: count });
/** GPUs, of which only what is named is known. */
export const gpus = (...known: Partial<GpuUse>[]): KnownOfRun => ({
  gpus: known.map((use, index) => ({ ...unknownGpu, index, ...use })),
});
export const limits = (changes: Partial<NonNullable<KnownOfRun["limits"]>>): KnownOfRun => ({ limits: { cpus: null, memory_mib: null, cpus_by: null, memory_by: null, ...changes } });
export const cgroupMemory = (memory_mib: number): KnownOfRun => limits({ memory_mib, memory_by: "/sys/fs/cgroup/memory.max" });

export interface Case {
  code: string;
  /** The whole sentence. */
  says: string;
  hint: RegExp;
  /** The run of which it is said. */
  run: InventedRun;
  /** Runs that look like it, by what they are. */
  not: Record<string, Partial<InventedRun>>;
  /** Columns without which there is nothing to say; left out: every one of them. */
  needs?: readonly string[];
}

/** For each case: its sentence, its near misses, nine samples, and columns that the machine does not tell. */
export function testCases(cases: readonly Case[]): void {
  for (const { code, says, hint, run, not, needs } of cases) {
    test(`findingsOf() says ${code} with its numbers`, () => {
      const found = find(run).find((finding) => finding.code === code) ?? assert.fail(`only ${codesOf(run).join(", ") || "nothing"}`);
      assert.equal(found.message, says);
      assert.match(found.hint ?? "", hint);
      assert.ok(Object.keys(found.evidence).length > 0);
      for (const value of Object.values(found.evidence)) assert.ok(Number.isFinite(value));
    });

    for (const [what, changes] of Object.entries(not)) {
      test(`findingsOf() does not say ${code} of ${what}`, () => {
        assert.ok(!codesOf({ ...run, ...changes, known: { ...run.known, ...changes.known } }).includes(code));
      });
    }

    test(`findingsOf() does not say ${code} of nine samples, or where the machine does not tell`, () => {
      assert.ok(!codesOf({ ...run, rows: 9 }).includes(code), "nine samples");
      assert.ok(!codesOf({ ...run, known: {}, values: () => ({}) }).includes(code), "nothing known");
      const named = Object.keys(run.values(1));
      for (const column of needs ?? named) {
        assert.ok(named.includes(column), `${column} is not in the run`);
        const without = (second: number): Values => Object.fromEntries(Object.entries(run.values(second)).filter(([name]) => name !== column));
        assert.ok(!codesOf({ ...run, values: without }).includes(code), `without ${column}`);
      }
    });
  }
}
