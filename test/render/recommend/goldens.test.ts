import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { recommendRenderers } from "../../../src/render/recommend/index.ts";
import type { RecommendationOptions } from "../../../src/render/recommend/options.ts";
import type { Report } from "../../../src/report/report.ts";
import { exampleServer, recommendedReport } from "../../helpers/recommended-report.ts";

const goldens = "fixtures/recommend";
const files = { text: "text.txt", markdown: "markdown.md", slurm: "slurm.sh", kubernetes: "kubernetes.yaml", docker: "docker.txt", snakemake: "snakemake.smk", nextflow: "nextflow.nf", metaflow: "metaflow.py" } as const;

const gpuServer = (changes: Parameters<typeof exampleServer>[0]) => exampleServer({ vendor: "gcp", name: "a2-highgpu-2g", region: "us-central1", vcpus: 24, memory_mib: 170 * 1024, gpu_count: 2, gpu_model: "A100", vram_mib: 80 * 1024, usd_per_hour: 7.35, seconds: 40_000, usd: (7.35 * 40_000) / 3600, ...changes });

/** What a reader sees, whole. UPDATE=1 writes it anew, to be reviewed as a diff. */
const cases: Record<string, { report: Report; options: RecommendationOptions }> = {
  usual: {
    report: recommendedReport({
      recommended_servers: [
        exampleServer({ arch: "arm64", allocation: "shared" }),
        exampleServer({ vendor: "azure", name: "Standard_D4plds_v5", region: "germanywestcentral", arch: "arm64", usd_per_hour: 0.098, usd: (124.3 * 0.098) / 3600, pareto: false }),
        exampleServer({ vendor: "aws", name: "m5.xlarge", region: "us-east-1", memory_mib: 16_384, usd_per_hour: 0.192, usd: (124.3 * 0.192) / 3600, pareto: false, current: true }),
      ],
      findings: [{ code: "cores_idle", message: "8 cores were there and 4 would have done", hint: "ask for 4 cores", evidence: { cores: 8 } }],
    }),
    options: { notes: ["243 servers fit and take at most 10 % longer, each in its cheapest region that is open to everybody; the first 3 by cost.", "List prices on demand, without tax, of hcloud 2025-02-01."] },
  },
  gpus: {
    report: recommendedReport(
      {
        duration_seconds: 40_000,
        samples: 40_000,
        recommended_servers: [gpuServer({ spot_usd_per_hour: 3.86 }), gpuServer({ vendor: "azure", name: "Standard_NC48ads_A100_v4", region: "eastus", vcpus: 48, memory_mib: 440 * 1024, vram_mib: 160 * 1024, usd_per_hour: 7.4, usd: (7.4 * 40_000) / 3600, pareto: false })],
        cost: null,
        warnings: [],
      },
      { cpu: 16, memory: 65_536, gpu: 2, vram: 61_440 },
    ),
    options: { runs: 3, longestSeconds: 90_000 },
  },
  killed: {
    report: recommendedReport({ exit_code: null, signal: "SIGKILL", samples: 8, recommended_servers: [], cost: null }, { memory: 512, memory_is_at_least: true, reasons: ["memory: 420 MiB at most, and 20 % for what was not seen", "8 samples are little to judge by"] }),
    options: { notes: ["No server of the catalogue fits what was asked for."] },
  },
};

for (const [name, { report, options }] of Object.entries(cases)) {
  for (const [format, file] of Object.entries(files) as [keyof typeof files, string][]) {
    test(`--format ${format} shows fixtures/recommend/${name}`, () => {
      const text = recommendRenderers[format](report, options);
      const golden = join(goldens, name, file);
      if (process.env["UPDATE"]) {
        mkdirSync(join(goldens, name), { recursive: true });
        writeFileSync(golden, text);
      }
      assert.equal(text, readFileSync(golden, "utf8"), `${golden} (UPDATE=1 rewrites it)`);
    });
  }
}

test("--format github is the Markdown, and --format json the whole report", () => {
  const { report, options } = cases["usual"]!;
  assert.equal(recommendRenderers.github(report, options), recommendRenderers.markdown(report, options));
  assert.deepEqual(JSON.parse(recommendRenderers.json(report)), report);
});
