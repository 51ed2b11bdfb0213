import { hostname } from "node:os";
import { RestrackError } from "../../errors.ts";
import { nearest } from "../../report/nearest.ts";

/** What the placeholders of a file name may stand for. */
export interface OutputNameValues {
  name: string;
  /** Asked only when {host} is used. "": Node is asked. */
  host: () => string;
  pid: number;
  startMs: number;
  env: Readonly<Record<string, string | undefined>>;
}

const placeholders = {
  name: ({ name }: OutputNameValues) => name,
  datetime: ({ startMs }: OutputNameValues) => `${new Date(startMs).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`,
  host: ({ host }: OutputNameValues) => host() || hostname(),
  pid: ({ pid }: OutputNameValues) => String(pid),
  rank: ({ env }: OutputNameValues) => env["SLURM_PROCID"] ?? env["OMPI_COMM_WORLD_RANK"] ?? env["PMI_RANK"] ?? env["RANK"] ?? "0",
};

export const placeholderNames = Object.keys(placeholders);

/**
 * "run-{name}-{rank}.csv" with what the braces stand for. `option` is named in errors. What is put in cannot lead into another folder.
 *
 * @throws RestrackError ERR_USAGE for a placeholder that there is not
 */
export function expandOutputName(pattern: string, values: OutputNameValues, option: string, platform: NodeJS.Platform = process.platform): string {
  const path = pattern.replace(/\{([A-Za-z_]+)\}/g, (braces, word: string) => {
    if (Object.hasOwn(placeholders, word)) return safePart(placeholders[word as keyof typeof placeholders](values));
    const near = nearest(word, placeholderNames);
    throw new RestrackError("ERR_USAGE", `Cannot use ${JSON.stringify(pattern)} as ${option}: there is no ${braces}`, {
      hint: near === undefined ? `the placeholders are ${placeholderNames.map((name) => `{${name}}`).join(", ")}` : `did you mean {${near}}?`,
    });
  });
  // What is named like a device, most programs can neither open nor delete.
  return platform === "win32" ? path.replace(/(^|[\\/])((?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^\\/]*)?)$/i, "$1_$2") : path;
}

/** Nothing that a file system or a shell reads as more than a letter. */
function safePart(text: string): string {
  return text.replace(/[^\p{L}\p{N}._+=@-]+/gu, "_").replace(/^\.+/, "").slice(0, 100) || "_";
}
