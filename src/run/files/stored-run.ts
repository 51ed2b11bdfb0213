/** One run that is kept in the user's state folder. */
export interface StoredRun {
  /** Sorts by time: "20250301-080000-123k3f9". */
  id: string;
  csvPath: string;
  metaPath: string;
}
