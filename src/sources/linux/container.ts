import type { Host } from "../../host/host.ts";
import { parseProcPidCgroup } from "../../parsers/proc-pid-cgroup.ts";
import type { Warn } from "../source-warning.ts";
import { readParsed } from "./read-parsed.ts";

/** What a cgroup path holds when that runtime has made it. */
const BY_CGROUP: readonly (readonly [RegExp, string])[] = [
  [/kubepods/, "kubernetes"],
  [/libpod/, "podman"],
  [/\/docker[/-]/, "docker"],
  [/\/lxc(?:\.payload)?[./]/, "lxc"],
  [/\/garden\//, "garden"],
  [/\/system\.slice\/containerd|cri-containerd/, "containerd"],
  [/machine\.slice\/systemd-nspawn/, "systemd-nspawn"],
];

/** "docker", "podman", "kubernetes", "lxc", "apptainer", ...; null when nothing says that this is a container. */
export function detectContainer(host: Host, warn: Warn): string | null {
  const { env } = host;
  if (env.KUBERNETES_SERVICE_HOST) return "kubernetes";
  if (env.APPTAINER_CONTAINER) return "apptainer";
  if (env.SINGULARITY_CONTAINER) return "singularity";
  if (isThere(host, "/run/.containerenv")) return "podman";
  if (isThere(host, "/.dockerenv")) return "docker";
  // systemd's word for it, as it runs in the container or was told by the one who made it.
  const named = host.readText("/run/systemd/container")?.trim() || env.container;
  if (named) return named === "wsl" ? null : named;
  const paths = (readParsed(host, "/proc/self/cgroup", parseProcPidCgroup, warn) ?? []).map(({ path }) => path).join("\n");
  return BY_CGROUP.find(([pattern]) => pattern.test(paths))?.[1] ?? null;
}

function isThere(host: Host, path: string): boolean {
  return host.readText(path) !== undefined;
}
