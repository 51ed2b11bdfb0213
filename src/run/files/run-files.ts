import { closeSync, fstatSync, ftruncateSync, writeSync } from "node:fs";
import { basename } from "node:path";
import type { Host } from "../../host/host.ts";
import { formatMeta, metaPathOf } from "../../report/meta.ts";
import { type WarningDraft, tellWarnings } from "../../report/warning-drafts.ts";
import type { Report, Warning } from "../../report/report.ts";
import { renderJson } from "../../render/json.ts";
import type { Envelope } from "../../stats/envelope.ts";
import { createOutputs, isDevice, type Output } from "./outputs.ts";
import { Recording } from "./recording.ts";
import type { RunOptions } from "../run-options.ts";
import { createStoredRun, newRunId, pruneRuns, saveMeta } from "./store.ts";
import type { StoredRun } from "./stored-run.ts";

type Wanted = Pick<RunOptions, "csv" | "json" | "html" | "open" | "save" | "name">;

/** Every file of a run: those that were asked for, and the copy in the user's state folder. */
export class RunFiles {
  readonly runId: string;
  readonly name: string;
  readonly #host: Host;
  readonly #save: boolean;
  readonly #outputs: ReadonlyMap<string, Output>;
  readonly #envelope: Envelope | null;
  #recording: Recording | null = null;
  #stored: StoredRun | null = null;

  /**
   * Creates what was asked for: before the job starts, so that a wrong name costs no run.
   *
   * @throws RestrackError ERR_OUTPUT, ERR_USAGE
   */
  static async create(host: Host, options: Wanted, program: string): Promise<RunFiles> {
    const name = options.name ?? basename(program);
    const startMs = host.wallMs();
    const expand = async (pattern: string | null, option: string): Promise<string | null> => {
      if (pattern === null || !pattern.includes("{")) return pattern;
      const hostName = (): string => host.readText("/proc/sys/kernel/hostname")?.trim() ?? "";
      return (await import("./output-names.ts")).expandOutputName(pattern, { name, host: hostName, pid: host.pid, startMs, env: host.env }, option);
    };
    const csv = await expand(options.csv, "--csv");
    const json = await expand(options.json, "--json");
    const html = await expand(options.html, "--html");
    // Only who wants the page keeps its curves.
    const envelope = html === null && !options.open ? null : new (await import("../../stats/envelope.ts")).Envelope();
    try {
      return new RunFiles(host, { csv, json, html, save: options.save, name, envelope }, newRunId(startMs));
    } catch (error) {
      throw (await import("./output-error.ts")).explainOutput(error);
    }
  }

  private constructor(host: Host, { csv, json, html, save, name, envelope }: Omit<Wanted, "open"> & { name: string; envelope: Envelope | null }, runId: string) {
    this.#host = host;
    this.#save = save;
    this.#envelope = envelope;
    this.name = name;
    this.runId = runId;
    const wanted: { option: string; path: string }[] = [];
    if (csv !== null) {
      wanted.push({ option: "--csv", path: csv });
      if (!isDevice(csv)) wanted.push({ option: "meta file", path: metaPathOf(csv) });
    }
    if (json !== null) wanted.push({ option: "--json", path: json });
    if (html !== null) wanted.push({ option: "--html", path: html });
    this.#outputs = new Map(createOutputs(wanted).map((output) => [output.option, output]));
  }

  /** From now on rows are written. The copy in the state folder is made here, when the job runs already. */
  begin(startWallMs: number): Recording {
    const recording = new Recording(startWallMs, this.#envelope);
    const csv = this.#outputs.get("--csv");
    if (csv) recording.addFile(csv.path, csv.fd, true);
    const stored = this.#save ? createStoredRun(this.runId, this.#host.env) : null;
    if (stored) recording.addFile(stored.csvPath, stored.csvFd, false);
    this.#stored = stored;
    this.#recording = recording;
    return recording;
  }

  /** What is known at the start, for readers of a run that is still going on or was killed. */
  writeStart(report: Report): void {
    if (this.#stored) saveMeta(this.#stored, formatMeta(report));
    const meta = this.#outputs.get("meta file");
    if (meta) writeWhole(meta, formatMeta(report));
  }

  /** Ends the rows; what was wrong with them. */
  async endRows(): Promise<WarningDraft[]> {
    return (await this.#recording?.close()) ?? [];
  }

  /** Where the page is, if there is to be one: beside the kept run, when no other place was said. null: nowhere. */
  get pagePath(): string | null {
    if (this.#envelope === null) return null;
    return this.#outputs.get("--html")?.path ?? this.#stored?.csvPath.replace(/\.csv$/, ".html") ?? null;
  }

  /** Writes what is known at the end. Returns what could not be written. */
  async writeEnd(report: Report): Promise<Warning[]> {
    const failed: WarningDraft[] = [];
    const page = this.#envelope === null ? "" : await (await import("./write-page.ts")).drawPage(report, this.#recording!.aggregate);
    if (page !== "" && this.pagePath !== null && !this.#outputs.has("--html")) (await import("./write-page.ts")).keepPage(this.pagePath, page);
    if (this.#stored) {
      saveMeta(this.#stored, formatMeta(report));
      await pruneRuns(this.#host.env);
    }
    for (const output of this.#outputs.values()) {
      if (output.option === "--csv") continue;
      const problem = writeWhole(output, output.option === "--json" ? renderJson(report) : output.option === "--html" ? page : formatMeta(report));
      closeSync(output.fd);
      if (problem !== null) failed.push((say) => say.outputFailed(output.option, output.path, problem));
    }
    return tellWarnings(failed);
  }

  /** The job could not be started: nothing was recorded, and nothing needs to lie around. */
  abandon(): void {
    for (const { fd } of this.#outputs.values()) closeSync(fd);
  }
}

/** Replaces what is in the file; null, or why it could not. */
function writeWhole({ fd }: Output, text: string): string | null {
  const bytes = Buffer.from(text);
  try {
    const regular = fstatSync(fd).isFile();
    let done = 0;
    while (done < bytes.length) done += writeSync(fd, bytes, done, bytes.length - done, regular ? done : null);
    if (regular) ftruncateSync(fd, bytes.length);
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOSPC" ? "no space left on the disk" : message;
  }
}
