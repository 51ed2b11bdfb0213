/** A name as clouds give them to types, regions and zones. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A single name: the last line, as some tools put words before it. null for anything else: an error page is no region. */
export function nameIn(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const line = text.trimEnd().split(/\r?\n/).at(-1)!.trim();
  return NAME.test(line) ? line : null;
}

/** A name of the shape that this cloud gives its names. */
export function nameLike(shape: RegExp, text: unknown): string | null {
  const name = nameIn(text);
  return name !== null && shape.test(name) ? name : null;
}

/** A token goes back in a header: one line without anything odd, and no page. */
export function tokenIn(text: string | null): string | null {
  const token = text?.trim() ?? "";
  return /^[\x21-\x3b\x3d-\x7e]{1,2048}$/.test(token) ? token : null;
}

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
