import { existsSync, mkdirSync, readFileSync, rmdirSync } from "node:fs";
import type { TestContext } from "node:test";

/** The folders of the cgroups in which this process's CPU time is kept: version 2 first, then version 1's cpuacct. */
export function ownCpuCgroups(): string[] {
  const lines = readFileSync("/proc/self/cgroup", "utf8").trim().split("\n");
  // Version 2 stands last there.
  lines.sort((a, b) => Number(b.startsWith("0::")) - Number(a.startsWith("0::")));
  const folders = lines.flatMap((line) => {
    const [, controllers = "", path = "/"] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const mounts = controllers === "" ? ["", "/unified"] : controllers.split(",").includes("cpuacct") ? [`/${controllers}`, "/cpuacct"] : [];
    return mounts.map((mount) => `/sys/fs/cgroup${mount}${path}`.replace(/\/$/, ""));
  });
  return folders.filter((folder) => existsSync(`${folder}/cgroup.procs`));
}

/** A cgroup of the test's own. What is in it has ended when the test ends, else it is left to lie there. */
export function makeCgroup(t: TestContext, parent: string): string {
  const folder = `${parent}/restrack-test-${process.pid}-${Math.floor(performance.now() * 1000)}`;
  mkdirSync(folder);
  t.after(() => rmdirSync(folder));
  return folder;
}

/** CPU seconds of everything that ever ran in it, as the kernel keeps them. */
export function cpuSecondsOf(folder: string): number {
  const stat = `${folder}/cpu.stat`;
  const usage = existsSync(stat) ? /usage_usec (\d+)/.exec(readFileSync(stat, "utf8"))?.[1] : undefined;
  return usage === undefined ? Number(readFileSync(`${folder}/cpuacct.usage`, "utf8")) / 1e9 : Number(usage) / 1e6;
}
