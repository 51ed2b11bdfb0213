import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCgroupMemoryStat } from "../../src/parsers/cgroup-memory-stat.ts";

test("parseCgroupMemoryStat() tells keys apart that begin or end alike", () => {
  const stat = parseCgroupMemoryStat("inactive_file 1\nfile_mapped 2\nkernel_stack 3\nrss_huge 4\ntotal_rss 5\nfile 6\nkernel 7\nrss 8\n");
  assert.deepEqual([stat.fileBytes, stat.kernelBytes, stat.rssBytes, stat.totalRssBytes], [6, 7, 8, 5]);
});

test("parseCgroupMemoryStat() says max where a v1 group and those above it have no limit", () => {
  assert.equal(parseCgroupMemoryStat("hierarchical_memory_limit 18446744073709551615\n").hierarchicalMemoryLimitBytes, "max");
  assert.equal(parseCgroupMemoryStat("hierarchical_memory_limit 2147483648\n").hierarchicalMemoryLimitBytes, 2 ** 31);
});
