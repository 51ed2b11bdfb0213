import { refuseJunk } from "./unparsable.ts";

/**
 * The JSON that a program wrote, though warnings or an advertisement stand before it or behind it. null when there is nothing.
 */
export function parseJsonInText(text: string, source: string): unknown {
  // trim() takes the byte order mark away as well.
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const whole = tryJson(trimmed);
  if (whole !== undefined) return whole;
  const objects = objectsOfLines(trimmed);
  if (objects.length > 1) return objects;
  const end = Math.max(trimmed.lastIndexOf("}"), trimmed.lastIndexOf("]")) + 1;
  const starts = /^[ \t\uFEFF]*[[{]/gm;
  let least = Infinity;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const start = starts.exec(trimmed);
    if (start === null) break;
    // Further to the right stands a part of what was cut off.
    if (start[0].length > least) continue;
    least = start[0].length;
    const found = tryJson(trimmed.slice(starts.lastIndex - 1, end));
    if (found !== undefined) return found;
  }
  refuseJunk(trimmed, source);
  return null;
}

/** More processes than a machine has. */
const MOST_LINES = 100_000;

/** A warning may begin with a bracket as well; a long text of such lines is no JSON. */
const MOST_TRIES = 16;

/** One object a line, as -Compress of PowerShell writes what it is given one by one. */
function objectsOfLines(text: string): unknown[] {
  return text.split("\n", MOST_LINES).flatMap((line) => (/^\s*\{.*\}\s*$/.test(line) ? (tryJson(line) ?? []) : []));
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
