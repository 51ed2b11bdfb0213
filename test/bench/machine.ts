import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";

/** What the figures were measured with and on. */
export function describeMachine(): string {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const processors = cpus();
  return [
    `restrack ${version}, node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
    `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ${(totalmem() / 2 ** 30).toFixed(1)} GiB, Linux ${release()}, load ${loadavg()[0]!.toFixed(2)} at the start`,
  ].join("\n");
}
