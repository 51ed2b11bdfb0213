import assert from "node:assert/strict";
import { test } from "node:test";
import { renderRunList, renderRunListJson } from "../../src/render/run-list.ts";
import { exampleReport } from "../helpers/report.ts";

const runs = [
  { id: "20250301-080000-123aaaa", path: "/s/20250301-080000-123aaaa.csv", known: exampleReport() },
  { id: "20250228-080000-123bbbb", path: "/s/20250228-080000-123bbbb.csv", known: exampleReport({ signal: "SIGKILL", exit_code: null, duration_seconds: 7200, command: ["make", "x\n".repeat(80)] }) },
  { id: "20250227-080000-123cccc", path: "/s/20250227-080000-123cccc.csv", known: { start: "2025-02-27T08:00:00.000Z", end: null, name: "sleep" } },
  { id: "20250226-080000-123dddd", path: "/s/20250226-080000-123dddd.csv", known: {} },
];

test("renderRunList() is a line per run, in columns, within 80", () => {
  assert.equal(
    renderRunList(runs),
    `20250301-080000-123aaaa  2 min 04.3 s  exit 0             6.3 GiB  python train…
20250228-080000-123bbbb     2 h 0 min  killed by SIGKILL  6.3 GiB  make 'x\\nx\\n…
20250227-080000-123cccc                not ended                   sleep
20250226-080000-123dddd                not ended
`,
  );
  assert.ok(renderRunList(runs).split("\n").every((line) => line.length <= 80));
  assert.match(renderRunList([]), /^No run is kept yet/);
});

test("renderRunListJson() has one object per run, nulls where the meta file tells nothing", () => {
  const [first, , third] = JSON.parse(renderRunListJson(runs)) as Record<string, unknown>[];
  assert.equal(first?.["id"], "20250301-080000-123aaaa");
  assert.equal(first?.["memory_peak_mib"], 6.3 * 1024);
  assert.deepEqual([third?.["end"], third?.["exit_code"], third?.["command"]], [null, null, []]);
  assert.deepEqual(JSON.parse(renderRunListJson([])), []);
});
