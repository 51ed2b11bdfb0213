import { renderRunList, renderRunListJson } from "../../render/run-list.ts";
import { readMeta } from "../../run/files/recorded-run.ts";
import { listRuns } from "../../run/files/store.ts";
import type { ListOptions } from "../options.ts";
import { print } from "../print.ts";

export async function list({ format }: ListOptions): Promise<number> {
  const runs = listRuns(process.env).map(({ id, csvPath, metaPath }) => ({ id, path: csvPath, known: readMeta(metaPath).known }));
  print(format === "json" ? renderRunListJson(runs) : renderRunList(runs));
  return 0;
}
