import type { RecommendedServer } from "../../src/recommend/servers.ts";
import type { Report } from "../../src/report/report.ts";
import { exampleReport } from "./report.ts";

export const exampleServer = (changes: Partial<RecommendedServer> = {}): RecommendedServer => ({
  vendor: "hcloud",
  name: "cax21",
  region: "fsn1",
  vcpus: 4,
  memory_mib: 8192,
  arch: "x86_64",
  allocation: "dedicated",
  gpu_count: 0,
  gpu_model: null,
  vram_mib: 0,
  usd_per_hour: 0.0113,
  spot_usd_per_hour: null,
  seconds: 124.3,
  usd: (124.3 * 0.0113) / 3600,
  pareto: true,
  current: false,
  ...changes,
});

/** A run of 124.3 s with a recommendation. Its numbers are invented. */
export function recommendedReport(changes: Partial<Report> = {}, need: Partial<NonNullable<Report["recommended_resources"]>> = {}): Report {
  return exampleReport({
    recommended_resources: { cpu: 4, memory: 8192, gpu: 0, vram: 0, reasons: ["CPU: 3.12 cores busy on average, 7.98 cores at most; on 4 it takes at most 10 % longer", "memory: 6.3 GiB at most, and 20 % for what was not seen"], memory_is_at_least: false, ...need },
    recommended_servers: [exampleServer(), exampleServer({ vendor: "aws", name: "m5.xlarge", region: "us-east-1", usd_per_hour: 0.192, usd: (124.3 * 0.192) / 3600, pareto: false, current: true })],
    cost: { usd: (124.3 * 0.192) / 3600, usd_per_hour: 0.192, server: "aws/m5.xlarge/us-east-1", saving_usd: (124.3 * (0.192 - 0.0113)) / 3600, saving_percent: 94.1, saving_server: "hcloud/cax21/fsn1" },
    ...changes,
  });
}
