import { unparsable } from "./unparsable.ts";

/**
 * ```text
 * 0-3,8,10-11
 * ```
 * CPU or node numbers, both ends included; empty for none. /sys/devices/system/cpu/online, a cgroup's
 * cpuset.cpus.effective, Cpus_allowed_list. https://man7.org/linux/man-pages/man7/cpuset.7.html (List format)
 */
export function parseCpuList(text: string): number[] {
  return parseRanges(text).flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

export function countCpuList(text: string): number {
  return parseRanges(text).reduce((count, [first, last]) => count + last - first + 1, 0);
}

/** More than any kernel can be built for: a broken number must not fill the memory. */
const LARGEST_CPU = 2 ** 20;

function parseRanges(text: string): [first: number, last: number][] {
  const list = text.trim();
  if (list === "") return [];
  return list.split(",").map((range) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(range.trim());
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? first);
    if (!(first <= last && last < LARGEST_CPU)) throw unparsable("a list of CPUs", list);
    return [first, last];
  });
}
