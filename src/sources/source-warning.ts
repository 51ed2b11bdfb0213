/** Something that could not be read, said once; what it would have told stays null. */
export interface SourceWarning {
  /** Stable, e.g. "unreadable_file". */
  code: string;
  message: string;
  /** What to type or do next; null when there is nothing to do. */
  hint: string | null;
}

export type Warn = (warning: SourceWarning) => void;
