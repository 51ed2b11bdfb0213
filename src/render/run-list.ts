import type { KnownOfRun } from "../report/build-report.ts";
import { formatMemory } from "./bytes.ts";
import { formatCommand } from "./command-line.ts";
import { formatDuration } from "./duration.ts";
import { outcomeOf } from "./figures.ts";
import { cut, displayWidth, pad, visible } from "./visible.ts";

/** A kept run as far as its meta file tells. */
export interface ListedRun {
  id: string;
  path: string;
  known: KnownOfRun;
}

/** A line per run: id, duration, how it ended, peak memory, command. */
export function renderRunList(runs: readonly ListedRun[], width = 80): string {
  if (runs.length === 0) return "No run is kept yet: restrack run -- python train.py\n";
  const rows = runs.map(({ id, known }) => [id, known.duration_seconds == null ? "" : formatDuration(known.duration_seconds), known.end == null ? "not ended" : outcomeOf(known), memory(known), commandOf(known)]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  const line = (row: readonly string[]) =>
    row
      .slice(0, 4)
      .map((cell, column) => (column === 1 || column === 3 ? cell.padStart(widths[column]!) : pad(cell, widths[column]!)))
      .join("  ");
  return rows.map((row) => `${line(row)}  ${cut(row[4]!, Math.max(10, width - widths.reduce((sum, one) => sum + one + 2, 0)))}`.trimEnd()).join("\n") + "\n";
}

function commandOf({ name, command }: KnownOfRun): string {
  const line = visible(formatCommand(command ?? []));
  return line === "" ? visible(name ?? "") : line;
}

/** One object per run, newest first. */
export function renderRunListJson(runs: readonly ListedRun[]): string {
  const objects = runs.map(({ id, path, known }) => ({
    id,
    path,
    name: known.name ?? null,
    command: known.command ?? [],
    start: known.start ?? null,
    end: known.end ?? null,
    duration_seconds: known.duration_seconds ?? null,
    exit_code: known.exit_code ?? null,
    signal: known.signal ?? null,
    timed_out: known.timed_out ?? false,
    memory_peak_mib: known.peaks?.memory_mib ?? null,
    tags: known.tags ?? {},
  }));
  return `${JSON.stringify(objects, null, 2)}\n`;
}

function memory({ peaks }: KnownOfRun): string {
  return peaks?.memory_mib == null ? "" : formatMemory(peaks.memory_mib * 2 ** 20);
}
