/** One server on which the run was replayed. Keys as in --json. */
export interface RecommendedServer {
  vendor: string;
  name: string;
  region: string;
  vcpus: number;
  memory_mib: number;
  arch: string;
  allocation: "dedicated" | "shared" | "burstable";
  gpu_count: number;
  gpu_model: string | null;
  vram_mib: number;
  usd_per_hour: number;
  /** Spot, where the vendor has such prices: it changes often. */
  spot_usd_per_hour: number | null;
  /** What the run would take there. */
  seconds: number;
  usd: number;
  /** No other one is both cheaper and faster. */
  pareto: boolean;
  /** The run was recorded on this one. */
  current: boolean;
}

/** What the run cost where it ran, and what the best server would save. */
export interface RunCost {
  usd: number;
  usd_per_hour: number;
  /** "aws/m5.2xlarge/us-east-1" */
  server: string;
  /** 0 where nothing is cheaper. */
  saving_usd: number;
  saving_percent: number;
}
