import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import type { ProgramResult } from "../../../src/host/host.ts";
import { Footprints, withFootprints } from "../../../src/sources/darwin/footprints.ts";
import { tableRow, toolContext } from "../../helpers/table-row.ts";

const TOP = "top -l 1 -stats pid,mem";
const MIB = 2 ** 20;

test("Footprints are not asked for before a job has run for a second", async () => {
  const host = FixtureHost.of({}, { programs: { [TOP]: { stdout: "PID    MEM  \n614    3M+  \n1*     512K \n66     N/A  \n" } } });
  const footprints = new Footprints(toolContext(host));
  assert.equal(await footprints.read(), null);
  host.advance(999);
  assert.equal(await footprints.read(), null);
  assert.equal(host.countReads(TOP), 0);
  host.advance(1);
  assert.deepEqual(await footprints.read(), new Map([[614, 3 * MIB], [1, MIB / 2]]));
  footprints.close();
});

test("Footprints cost a fiftieth of a CPU: the longer top takes, the rarer it is asked, and no round waits for it", async () => {
  const host = FixtureHost.of({});
  const answers: (() => void)[] = [];
  host.run = () => new Promise<ProgramResult>((resolve) => answers.push(() => resolve({ exitCode: 0, stdout: "PID    MEM  \n614    3M   \n", stderr: "", timedOut: false, missing: false })));
  const footprints = new Footprints(toolContext(host));
  host.advance(1000);
  const first = footprints.read();
  host.advance(0);
  assert.equal(await first, null, "waited");
  host.advance(400);
  answers[0]!();
  await new Promise((later) => setImmediate(later));
  // What came late counts for the next round; asked again it is 400 ms / 0.02 later.
  host.advance(600);
  assert.deepEqual(await footprints.read(), new Map([[614, 3 * 2 ** 20]]));
  host.advance(19_399);
  assert.equal(await footprints.read(), null);
  assert.equal(answers.length, 1);
  host.advance(1);
  void footprints.read();
  assert.equal(answers.length, 2);
  footprints.close();
});

test("Footprints say once that top does not tell", async () => {
  const host = FixtureHost.of({}, { programs: { [TOP]: { stdout: "PID    COMMAND\n614    x\n" } } });
  const context = toolContext(host);
  const footprints = new Footprints(context);
  host.advance(1000);
  for (let round = 0; round < 8; round++) assert.equal(await footprints.read(), null);
  assert.equal(context.warnings.length, 1);
  footprints.close();
});

test("withFootprints() leaves out what top has not told of, and all where it was not asked", () => {
  const rows = [tableRow({ pid: 7 }), tableRow({ pid: 8, memoryBytes: 5 })];
  assert.deepEqual(withFootprints(rows, new Map([[7, MIB]])).map(({ memoryBytes }) => memoryBytes), [MIB, null]);
  assert.deepEqual(withFootprints(rows, null).map(({ memoryBytes }) => memoryBytes), [null, null]);
  assert.equal(rows[1]?.memoryBytes, 5);
});
