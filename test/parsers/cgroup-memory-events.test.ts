import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCgroupMemoryEvents } from "../../src/parsers/cgroup-memory-events.ts";

test("parseCgroupMemoryEvents() does not take oom_kill_disable or oom_group_kill for oom_kill", () => {
  assert.equal(parseCgroupMemoryEvents("oom_kill_disable 1\noom_group_kill 2\noom 3\noom_kill 4\n").oomKill, 4);
  assert.equal(parseCgroupMemoryEvents("oom_kill_disable 1\nunder_oom 0\n").oomKill, null);
});
