import { groupDfContainers, parseDf, sumDfContainers } from "../../src/parsers/df.ts";
import { parseIostat } from "../../src/parsers/iostat.ts";
import { parseIostatX } from "../../src/parsers/iostat-x.ts";
import { parseMemoryPressure } from "../../src/parsers/memory-pressure.ts";
import { parseNetstatIb } from "../../src/parsers/netstat-ib.ts";
import { parsePs } from "../../src/parsers/ps.ts";
import { parseSwapinfo } from "../../src/parsers/swapinfo.ts";
import { parseSysctl } from "../../src/parsers/sysctl.ts";
import { parseTopMem } from "../../src/parsers/top-mem.ts";
import { parseVmStat } from "../../src/parsers/vm-stat.ts";
import type { ParserUnderTest } from "./linux-parsers.ts";

/** What programs of macOS and the BSDs print, and ps of everything; by the folder of fixtures/parsers that holds its pairs. */
export const macParsers: Readonly<Record<string, ParserUnderTest>> = {
  df: {
    parse: (text) => {
      const volumes = parseDf(text);
      return { volumes, containers: groupDfContainers(volumes), sum: sumDfContainers(volumes) };
    },
    nothing: { volumes: [], containers: [], sum: { totalBytes: null, usedBytes: null, availableBytes: null } },
    broken: "/dev/disk3s5 100 50",
    utf8: true,
  },
  iostat: { parse: parseIostat, nothing: [], broken: "26.66 5919493 154124.99", utf8: true },
  "iostat-x": { parse: parseIostatX, nothing: [], broken: "ada0 40210.0 90877.0", utf8: true },
  "memory-pressure": { parse: parseMemoryPressure, nothing: allNull(parseMemoryPressure), broken: "System-wide memory free percentage: much%", utf8: true },
  "netstat-ib": { parse: parseNetstatIb, nothing: [], broken: "en0 1500 <Link#4> a8:66:7f:00:11:22 4200128", utf8: true },
  ps: { parse: (text) => parsePs(text, ["pid", "ppid", "time", "rss", "args"]), nothing: [], broken: "  614     x", utf8: true },
  swapinfo: { parse: parseSwapinfo, nothing: [], broken: "/dev/ada0p2 2097152", utf8: true },
  sysctl: { parse: parseSysctl, nothing: allNull(parseSysctl), broken: "hw.memsize: all", utf8: true },
  "top-mem": { parse: parseTopMem, nothing: { ...allNull(parseTopMem), processes: [] }, broken: "614    1066M", utf8: true },
  "vm-stat": { parse: parseVmStat, nothing: allNull(parseVmStat), broken: "Pages free: some.", utf8: true },
};

function allNull<T extends object>(parse: (text: string) => T): Record<string, null> {
  return Object.fromEntries(Object.keys(parse("")).map((key) => [key, null]));
}
