import { refuseJunk } from "./unparsable.ts";

/**
 * What wmic wrote, as text. Into a file it writes UTF-16 with a byte order mark; into a pipe bytes of the console's code
 * page, which nothing names: what is not UTF-8 is taken as one byte one character, so that columns stay where they are.
 */
export function decodeWmic(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (looksLikeUtf16(bytes)) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the one error that a fatal decoder has.
    return new TextDecoder("latin1").decode(bytes);
  }
}

/** The header is ASCII: every second byte of it is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const most = Math.min(bytes.length - 1, 32);
  for (let at = 1; at <= most; at += 2) if (bytes[at] !== 0 || bytes[at - 1] === 0) return false;
  return most >= 1;
}

/** Lines that hold something. wmic ends them with CR CR LF in a pipe, and puts empty ones between. */
export function wmicLines(text: string): string[] {
  return text.split(/[\r\n]+/).filter((line) => line.trim() !== "");
}

/** Nothing was found in `text`: fine also where wmic says that there is nothing. */
export function refuseWmicJunk(text: string, source: string): void {
  refuseJunk(text.replace(/^\s*No Instance\(s\) Available\.?\s*$/i, ""), source);
}

/** By property. An empty string is what wmic writes for null. */
export type WmicRow = Readonly<Record<string, string>>;
