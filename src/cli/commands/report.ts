import { closeSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { RestrackError } from "../../errors.ts";
import { expandPatterns } from "../../run/files/file-patterns.ts";
import { createOutputs } from "../../run/files/outputs.ts";
import { pathOfRun } from "../../run/files/recorded-run.ts";
import { pageOfRecordedRuns } from "../../run/report-page.ts";
import { tellOpened } from "../open-page.ts";
import { print } from "../print.ts";
import type { ReportOptions } from "../report-options.ts";

/** `restrack report`: one HTML page of recorded runs. */
export async function report({ files, output, open, labels }: ReportOptions): Promise<number> {
  const words = (files.length === 0 ? ["last"] : expandPatterns(files)) as [string, ...string[]];
  if (labels.length > words.length) throw new RestrackError("ERR_USAGE", `Cannot name ${words.length === 1 ? "one run" : `${words.length} runs`} with ${labels.length} labels`, { hint: "--label once for each file, in their order" });
  const page = await pageOfRecordedRuns(words, labels, process.env);
  if (output === "-") {
    print(page);
    return 0;
  }
  const path = output ?? placeFor(words);
  await write(path, page);
  print(`${path}\n`);
  if (open) await tellOpened(path);
  return 0;
}

/** Beside the first file; where there is none, here. */
function placeFor(words: readonly string[]): string {
  const first = pathOfRun(words[0]!, process.env);
  if (first === null) return "restrack-report.html";
  return words.length === 1 ? first.replace(/(\.(csv|json))?$/i, ".html") : join(dirname(first), "restrack-report.html");
}

async function write(path: string, page: string): Promise<void> {
  let fd: number;
  try {
    fd = createOutputs([{ option: "--output", path }])[0]!.fd;
  } catch (error) {
    throw (await import("../../run/files/output-error.ts")).explainOutput(error);
  }
  try {
    const bytes = Buffer.from(page);
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RestrackError("ERR_OUTPUT", `Cannot write "${path}": ${code === "ENOSPC" ? "no space left on the disk" : message}`, { cause: error });
  } finally {
    closeSync(fd);
  }
}
