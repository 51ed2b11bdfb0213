import type { Report } from "../../report/report.ts";
import type { RecommendationOptions } from "./options.ts";
import { comments, pasteOf } from "./paste.ts";

/** The head of a batch script: sbatch(1) reads #SBATCH lines up to the first command. */
export function renderSlurm(report: Report, options: RecommendationOptions = {}): string {
  const paste = pasteOf(report, options);
  const { name, cpus, memoryMib, gpus, minutes } = paste;
  return `${[
    "#!/bin/bash",
    ...comments("#", paste),
    `#SBATCH --job-name=${name}`,
    "#SBATCH --ntasks=1",
    ...(cpus === null ? [] : [`#SBATCH --cpus-per-task=${cpus}`]),
    ...(memoryMib === null ? [] : [`#SBATCH --mem=${memoryMib}M`]),
    ...(gpus === 0 ? [] : [`#SBATCH --gres=gpu:${gpus}`]),
    ...(minutes === null ? [] : [`#SBATCH --time=${timeLimit(minutes)}`]),
  ].join("\n")}\n`;
}

/** "1-02:30:00", "00:12:00" */
function timeLimit(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const days = Math.floor(minutes / 1440);
  return `${days > 0 ? `${days}-` : ""}${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}:00`;
}
