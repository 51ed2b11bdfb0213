// npm run bench [-- ROW…]: what restrack costs and how exact it is, as figures beside bare node and its peers, in one run.
import { describeMachine } from "./machine.ts";
import { endEverything } from "./processes.ts";
import { describePeers, findPeers } from "./peers.ts";
import { cpuAccuracy } from "./rows/cpu-accuracy.ts";
import { ownCpu, ownCpuOfBusyTree, ownCpuOfLargeTree, ownMemory } from "./rows/own-cost.ts";
import { recommendADay } from "./rows/recommend.ts";
import { drawRecordings } from "./rows/report.ts";
import { packageSize, runBundleSize } from "./rows/size.ts";
import { wallTime } from "./rows/wall-time.ts";
import { type Line, renderSection } from "./table.ts";

const rows: Record<string, { title: string; measure: () => Promise<Line[]> | Line[] }> = {
  wall: { title: "Wall time of a command that does nothing, milliseconds: median (quartiles)", measure: wallTime },
  cpu: { title: "Own CPU at an interval of 1 s, three sleeping processes, % of one core", measure: ownCpu },
  memory: { title: "Own memory at the end of that, MB", measure: ownMemory },
  busy: { title: "Own CPU at an interval of 1 s, ten new processes a second, % of one core", measure: ownCpuOfBusyTree },
  tree: { title: "Own CPU at an interval of 1 s, 1,000 sleeping processes, % of one core", measure: ownCpuOfLargeTree },
  accuracy: { title: "CPU seconds at an interval of 1 s: measured, and how far from the kernel's own or the known work", measure: cpuAccuracy },
  recommend: { title: "What a recording of a day (86,400 rows) would need, over the whole catalogue", measure: recommendADay },
  report: { title: "The HTML page of a recording", measure: drawRecordings },
  load: { title: "What restrack run loads, KB", measure: runBundleSize },
  package: { title: "The npm package, packed, KB", measure: packageSize },
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((word) => !Object.hasOwn(rows, word));
if (unknown !== undefined) {
  console.error(`There is no row "${unknown}": ${Object.keys(rows).join(", ")}`);
  process.exit(2);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void endEverything().then(() => process.exit(130)));
}
try {
  await measureRows(wanted.length === 0 ? Object.keys(rows) : wanted);
} finally {
  await endEverything();
}

async function measureRows(names: readonly string[]): Promise<void> {
  console.log(describeMachine());
  console.log(describePeers(findPeers()));
  const lines: Line[] = [];
  for (const name of names) {
    const { title, measure } = rows[name]!;
    const measured = await measure();
    console.log(`\n${renderSection(`${name}: ${title}`, measured)}`);
    lines.push(...measured);
  }
  const judged = lines.filter(({ within }) => within !== undefined);
  const over = judged.filter(({ within }) => within === false).length;
  console.log(`\n${over === 0 ? `All ${judged.length} budgets are kept.` : `${over} of ${judged.length} budgets are over.`}`);
}
