/** What metadata services answer is taken for what it says only where it looks like it: never an error page for a name. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/** A single name: its last line, as some tools put words before it. null for anything else. */
export function nameIn(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const line = text.trimEnd().split(/\r?\n/).at(-1)!.trim();
  return NAME.test(line) ? line : null;
}

/** "projects/123/zones/us-central1-f" is "us-central1-f". */
export const lastPart = (text: string | null): string | null => nameIn(text === null ? null : text.trim().split("/").at(-1));

/** An object; {} for anything else. */
export function objectIn(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  try {
    return asObject(JSON.parse(text.replace(/^\ufeff/, "")));
  } catch {
    return {}; // an error page, half an answer
  }
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** "us-central1-f" is in "us-central1". */
export const regionOfZone = (zone: string | null): string | null => (zone === null ? null : (/^(.+)-[a-z0-9]+$/.exec(zone)?.[1] ?? null));
