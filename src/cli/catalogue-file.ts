import { readFileSync } from "node:fs";
import type { CatalogueFile } from "../clouds/catalogue/read-catalogue.ts";
import { RestrackError } from "../errors.ts";

/** @throws RestrackError ERR_INPUT */
export function readCatalogueFile(name: string): CatalogueFile {
  try {
    return { name, text: readFileSync(name, "utf8") };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const state = code === "ENOENT" ? "there is no such file" : code === "EACCES" ? "permission denied" : message;
    throw new RestrackError("ERR_INPUT", `Cannot read "${name}": ${state}`, { cause: error });
  }
}
