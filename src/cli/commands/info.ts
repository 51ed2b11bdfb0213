import { readDmi } from "../../clouds/dmi.ts";
import { clouds } from "../../clouds/index.ts";
import { createMask } from "../../host/mask.ts";
import { NodeHost } from "../../host/node-host.ts";
import { RecordingHost } from "../../host/recording-host.ts";
import type { Host } from "../../host/host.ts";
import { renderInfoJson, renderInfoText } from "../../render/info.ts";
import { discoverCloud } from "../../run/discovery.ts";
import { RunCgroup } from "../../run/job/run-cgroup.ts";
import { createSources } from "../../sources/index.ts";
import type { Sources } from "../../sources/source.ts";
import type { InfoOptions } from "../options.ts";
import { print } from "../print.ts";

export async function info({ format, record, discovery }: InfoOptions): Promise<number> {
  const host = new NodeHost();
  if (record !== null) await recordMachine(host, record);
  const sources = await createSources(host);
  await sources.poll?.ask();
  const machine = { serverInfo: await sources.readServerInfo(), limits: sources.readLimits(), exactAccounting: canMakeCgroup(host), cloudInfo: discovery ? await discoverCloud(host) : null };
  print(format === "json" ? renderInfoJson(machine) : renderInfoText(machine));
  return 0;
}

/** Two instants, a second apart, of all that a run of this very process would read. */
async function recordMachine(host: Host, folder: string): Promise<void> {
  RecordingHost.prepareFolder(folder);
  const recorder = new RecordingHost(host);
  const sources = await createSources(recorder, { stream: recorder.stream });
  // The firmware of a machine of one's own may hold inventory numbers; that of a cloud's holds the cloud's name.
  const dmi = readDmi(host);
  if (clouds.some((cloud) => cloud.isNamedBy(dmi))) readDmi(recorder);
  await readEverything(sources, host.pid);
  await new Promise((resolve) => setTimeout(resolve, 1001));
  recorder.nextStep();
  await readEverything(sources, host.pid);
  const { hostname, userInfo } = await import("node:os");
  const { username, homedir } = userInfo();
  const files = recorder.save(folder, createMask({ hostname: hostname(), user: username, home: homedir }));
  print(`Recorded ${files} files into ${folder}, names and addresses masked. Look through them before you share them.\n`, 2);
}

async function readEverything({ system, processes, readLimits, readServerInfo, poll }: Sources, pid: number): Promise<void> {
  await poll?.ask();
  system.read();
  readLimits();
  await readServerInfo();
  processes.listPids();
  processes.readLastPid();
  processes.readReapedChildren();
  const own = processes.open(pid);
  own?.readStat();
  own?.readIo();
  own?.readStatus();
  own?.readMemory();
  own?.readCommandLine();
  own?.close();
}

/** By doing it: many things forbid it, and none of them tells. */
function canMakeCgroup(host: Host): boolean {
  const group = RunCgroup.enter(host, `info-${host.pid}`);
  group?.leave();
  group?.remove();
  return group !== null;
}
