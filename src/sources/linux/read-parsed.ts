import type { Host } from "../../host/host.ts";
import type { Warn } from "../source-warning.ts";

/** A file read once. null when it is absent, unreadable or, with a warning, makes no sense. */
export function readParsed<T>(host: Host, path: string, parse: (text: string) => T | null, warn: Warn): T | null {
  const text = host.readText(path);
  if (!text) return null;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    warn({ code: "unparsable_file", message: `${error.message} in ${path}`, hint: null });
    return null;
  }
}
