import { refuseJunk } from "./unparsable.ts";

export interface CgroupsRow {
  name: string;
  /** Controllers with the same number share one v1 hierarchy; 0 is none of v1: v2, or not in use. */
  hierarchy: number;
  cgroups: number;
  enabled: boolean;
}

/**
 * ```text
 * #subsys_name	hierarchy	num_cgroups	enabled
 * cpu	3	64	1
 * memory	7	96	1
 * ```
 * Rows of another shape are left out. https://man7.org/linux/man-pages/man7/cgroups.7.html
 */
export function parseProcCgroups(text: string): CgroupsRow[] {
  const rows: CgroupsRow[] = [];
  for (const line of text.split("\n")) {
    const match = /^\s*([^\s#]\S*)\s+(\d+)\s+(\d+)\s+([01])\b/.exec(line);
    if (match === null) continue;
    const [, name = "", hierarchy, cgroups, enabled] = match;
    rows.push({ name, hierarchy: Number(hierarchy), cgroups: Number(cgroups), enabled: enabled === "1" });
  }
  if (rows.length === 0 && !text.includes("#subsys_name")) refuseJunk(text, "/proc/cgroups");
  return rows;
}
