import type { Report } from "../../report/report.ts";
import { renderJson } from "../json.ts";
import { renderDocker } from "./docker.ts";
import { renderKubernetes } from "./kubernetes.ts";
import { renderRecommendationMarkdown } from "./markdown.ts";
import { renderMetaflow } from "./metaflow.ts";
import { renderNextflow } from "./nextflow.ts";
import type { RecommendationOptions } from "./options.ts";
import { renderSlurm } from "./slurm.ts";
import { renderSnakemake } from "./snakemake.ts";
import { renderRecommendation } from "./text.ts";

/** How `restrack recommend` can say it, by the name of --format. */
export const recommendRenderers = {
  text: renderRecommendation,
  json: (report: Report) => renderJson(report),
  markdown: renderRecommendationMarkdown,
  github: renderRecommendationMarkdown,
  slurm: renderSlurm,
  kubernetes: renderKubernetes,
  docker: renderDocker,
  snakemake: renderSnakemake,
  nextflow: renderNextflow,
  metaflow: renderMetaflow,
} as const satisfies Record<string, (report: Report, options: RecommendationOptions) => string>;
