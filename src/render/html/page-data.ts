/** What the page's script gets: the curves of each run. Times in seconds, sizes in the columns' units, null: unknown. */
export interface PageData {
  /** All columns, in the order of the CSV. */
  columns: string[];
  runs: RunData[];
}

export interface RunData {
  label: string;
  /** A name for the file in which its rows are saved. */
  fileName: string;
  /** Unix seconds; null when not known. */
  start: number | null;
  intervalSeconds: number | null;
  /** 1: these are the rows of the CSV. */
  rowsPerPoint: number;
  /** Unix seconds at which each point ends, and how many seconds it covers. */
  timestamps: number[];
  seconds: (number | null)[];
  /** By name, those that are known at all. */
  curves: Record<string, Curve>;
  cpus: number | null;
  memoryMib: number | null;
}

export interface Curve {
  values: (number | null)[];
  /** Lowest and highest row of each point, of amounts per second; left out where a point is a row. */
  lows?: (number | null)[];
  highs?: (number | null)[];
}
