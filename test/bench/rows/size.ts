import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "../table.ts";

const RUN_BUNDLE_BUDGET_BYTES = 100 * 1024;
const PACKAGE_BUDGET_BYTES = 1e6;

/** dist/parts is loaded when it is asked for. */
export function runBundleSize(): Line[] {
  const files = readdirSync("dist").filter((name) => name.endsWith(".cjs"));
  const size = files.reduce((sum, name) => sum + statSync(join("dist", name)).size, 0);
  return [{ what: files.join(", "), figure: (size / 1024).toFixed(1), budget: "at most 100 KB", within: size <= RUN_BUNDLE_BUDGET_BYTES }];
}

export function packageSize(): Line[] {
  // Without scripts: it has just been built.
  const { status, stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" });
  if (status !== 0) return [{ what: "npm pack failed", figure: "-" }];
  const [{ size, entryCount }] = JSON.parse(stdout) as [{ size: number; entryCount: number }];
  return [{ what: "npm pack", figure: (size / 1000).toFixed(1), ratio: `${entryCount} files`, budget: "at most 1000 KB", within: size <= PACKAGE_BUDGET_BYTES }];
}
