import { decimalOrNull } from "./counted.ts";
import { refuseJunk } from "./unparsable.ts";
import { linesOf, wordsOf } from "./words.ts";

/** What a Mac did in one interval; null where this Mac, or the samplers that were asked for, do not tell. */
export interface PowermetricsSample {
  elapsedMs: number | null;
  cpuWatts: number | null;
  gpuWatts: number | null;
  /** CPU, GPU and neural engine; with memory on macOS 12 and before. */
  packageWatts: number | null;
  /** 0..1 */
  gpuUsage: number | null;
  tasks: PowermetricsTask[];
}

export interface PowermetricsTask {
  pid: number;
  name: string;
  /** Of one core, and of the GPU: seconds in a second. null where it was not asked for. */
  cpuCores: number | null;
  gpuShare: number | null;
}

/**
 * `powermetrics --samplers cpu_power,gpu_power,tasks --show-process-gpu` of macOS, as root:
 * ```text
 * *** Sampled system activity (Fri Nov 21 09:12:44 2025 +0100) (104.50ms elapsed) ***
 * Name                ID     CPU ms/s  User%  Deadlines (<2 ms, 2-5 ms)  Wakeups (Intr, Pkg idle)  GPU ms/s
 * WindowServer        240    125.50    61.25  30.50   0.25               280.75  3.50              15.75
 * CPU Power: 950 mW
 * Package Power: 1475 mW
 * ```
 * Names may hold blanks and are as wide as their column; of the columns behind them two have two values each. What has ended is together
 * one task with the number -1, which is left out, as is the sum, ALL_TASKS, -2. https://keith.github.io/xcode-man-pages/powermetrics.1.html
 */
export function parsePowermetrics(text: string): PowermetricsSample[] {
  const samples: PowermetricsSample[] = [];
  let header: Header | null = null;
  for (const line of linesOf(text)) {
    const elapsed = /^\s*\*\*\* Sampled system activity .*\(([\d.]{1,20})ms elapsed\)/.exec(line);
    if (elapsed !== null) samples.push({ ...unknownSample, elapsedMs: decimalOrNull(elapsed[1]), tasks: [] });
    const found = readHeader(line);
    if (found !== null) header = found;
    else if (line.trim() === "") header = null;
    const task = found === null && header !== null ? readTask(line, header) : null;
    if (task === null && !isFigure(line)) continue;
    if (samples.length === 0) samples.push({ ...unknownSample, tasks: [] });
    const sample = samples.at(-1) as PowermetricsSample;
    if (task !== null) sample.tasks.push(task);
    else readFigure(line, sample);
  }
  if (samples.length === 0) refuseJunk(text, "powermetrics");
  return samples.map((sample) => ({ ...sample, tasks: sample.tasks.filter(({ pid }) => pid >= 0) }));
}

const unknownSample = { elapsedMs: null, cpuWatts: null, gpuWatts: null, packageWatts: null, gpuUsage: null };

interface Header {
  idAt: number;
  /** Behind the number. */
  cpuColumn: number;
  gpuColumn: number;
}

function readHeader(line: string): Header | null {
  const idAt = /^\s*Name\s+(?=ID\s)/.exec(line)?.[0].length;
  if (idAt === undefined) return null;
  const columns = line.slice(idAt).trim().split(/\s{2,}/).flatMap((name) => (/\(.*,.*\)/.test(name) ? [name, name] : [name]));
  return { idAt, cpuColumn: columns.indexOf("CPU ms/s"), gpuColumn: columns.indexOf("GPU ms/s") };
}

function readTask(line: string, { idAt, cpuColumn, gpuColumn }: Header): PowermetricsTask | null {
  const cells = wordsOf(line.slice(idAt), 64);
  if (!/^-?\d{1,10}$/.test(cells[0] ?? "")) return null;
  const perSecond = (column: number): number | null => {
    const milliseconds = column === -1 ? null : decimalOrNull(cells[column]);
    return milliseconds === null ? null : milliseconds / 1000;
  };
  return { pid: Number(cells[0]), name: line.slice(0, idAt).trim(), cpuCores: perSecond(cpuColumn), gpuShare: perSecond(gpuColumn) };
}

const FIGURE = /^\s*(CPU Power|GPU Power|Package Power|Combined Power \([^)]*\)|Intel energy model derived package power \([^)]*\)|GPU (?:HW )?active residency):\s*([\d.]{1,20})\s?(mW|W|%)/;

function isFigure(line: string): boolean {
  return line.length < 10_000 && FIGURE.test(line);
}

function readFigure(line: string, sample: PowermetricsSample): void {
  const [, name = "", digits, unit] = FIGURE.exec(line) ?? [];
  // What is less than one has no digit before its dot.
  const number = decimalOrNull(digits?.replace(/^\./, "0."));
  const value = number === null ? null : unit === "mW" ? number / 1000 : unit === "%" ? number / 100 : number;
  if (name === "CPU Power") sample.cpuWatts ??= value;
  else if (name === "GPU Power") sample.gpuWatts ??= value;
  else if (name.startsWith("GPU")) sample.gpuUsage ??= value;
  else sample.packageWatts ??= value;
}
