import { formatHeader, formatRow, toRow, type Row } from "../../frame/csv.ts";
import type { WarningDraft } from "../../report/warning-drafts.ts";
import type { Sample } from "../../sample/sample.ts";
import type { Envelope } from "../../stats/envelope.ts";
import { Aggregate } from "../../stats/aggregate.ts";
import { CsvWriter } from "./csv-writer.ts";

/** The rows of a run on their way: into every CSV, and into the statistics. No row is kept. */
export class Recording {
  readonly aggregate: Aggregate;
  readonly #writers: CsvWriter[] = [];
  readonly #requested = new Set<CsvWriter>();
  #row: Row | undefined;

  constructor(startWallMs: number, envelope: Envelope | null = null) {
    this.aggregate = new Aggregate(startWallMs / 1000, envelope);
  }

  /** One more file for the rows. What goes wrong with one that nobody asked for is not told. */
  addFile(path: string, fd: number, requested: boolean): void {
    const writer = new CsvWriter(path, fd);
    writer.write(formatHeader());
    this.#writers.push(writer);
    if (requested) this.#requested.add(writer);
  }

  add(sample: Sample): void {
    this.#row = toRow(sample, this.#row);
    this.aggregate.add(this.#row, sample.durationSeconds);
    const line = formatRow(this.#row);
    for (const writer of this.#writers) writer.write(line);
  }

  /** Ends the files and says what is wrong with them. */
  async close(): Promise<WarningDraft[]> {
    const found: WarningDraft[] = [];
    for (const writer of this.#writers) {
      await writer.close();
      const { path, lostRows, problem, unmended } = writer;
      if (!this.#requested.has(writer) || problem === null) continue;
      if (lostRows > 0) found.push((say) => say.rowsLost(path, lostRows, problem));
      else if (unmended) found.push((say) => say.outputFailed("--csv", path, problem));
    }
    return found;
  }
}
