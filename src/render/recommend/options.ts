/** What the formats are told beside the report; each takes what it has a use for. */
export interface RecommendationOptions {
  colour?: boolean;
  width?: number;
  /** How many runs it rests on. */
  runs?: number;
  /** What the longest of them took, when that is not the one of the report. */
  longestSeconds?: number;
  /** What a scheduler is asked for beyond that, as a share: 0.2. */
  timeHeadroom?: number;
  /** What else to say of how servers and prices were chosen, a sentence each. */
  notes?: readonly string[];
}
