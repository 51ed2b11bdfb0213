/** What to ask a scheduler or a cloud for. */
export interface RecommendedResources {
  /** Cores, whole ones. */
  cpu: number;
  /** MiB, of a size that one can buy. null: the run does not tell. */
  memory: number | null;
  gpu: number;
  /** MiB, of all GPUs together. */
  vram: number;
  /** How each came about, in words, and what speaks against it. */
  reasons: string[];
  /** The run was killed for memory: it needs more than it was seen to have, and nobody knows how much. */
  memory_is_at_least: boolean;
}
