import { decimalBetween, skipBlanks, skipDigits } from "./decimal.ts";
import { unparsable } from "./unparsable.ts";

/**
 * Lines of a key and a value, with a colon or without: "VmHWM:  128 kB", "nr_throttled 0". One indexOf per key
 * that is asked for, so that a file of sixty lines costs only what is wanted of it.
 */

/** The number behind `key`; null when no line has that key, SyntaxError when there is no number behind it. */
export function keyedNumber(text: string, key: string, source: string): number | null {
  const at = findValue(text, key, 0);
  return at === -1 ? null : numberAt(text, at, source);
}

/** The same in bytes: "kB" behind the number means 1024 of them. */
export function keyedBytes(text: string, key: string, source: string): number | null {
  const at = findValue(text, key, 0);
  return at === -1 ? null : bytesAt(text, at, source);
}

/** The sum of all lines with that key; null when there is none. */
export function sumKeyedBytes(text: string, key: string, source: string): number | null {
  let sum: number | null = null;
  for (let at = findValue(text, key, 0); at !== -1; at = findValue(text, key, at)) {
    sum = (sum ?? 0) + bytesAt(text, at, source);
  }
  return sum;
}

/** What stands behind `key`, without blanks around it. */
export function keyedText(text: string, key: string): string | null {
  const at = findValue(text, key, 0);
  return at === -1 ? null : text.slice(at, lineEnd(text, at)).trim();
}

/** Where the value of the next line with that key begins, -1 when there is none. Keys differ in case. */
function findValue(text: string, key: string, from: number): number {
  for (let at = text.indexOf(key, from); at !== -1; at = text.indexOf(key, at + 1)) {
    const code = text.charCodeAt(at + key.length);
    if ((code === 58 || code === 32 || code === 9) && startsLine(text, at)) {
      const value = skipBlanks(text, at + key.length);
      return text.charCodeAt(value) === 58 ? skipBlanks(text, value + 1) : value;
    }
  }
  return -1;
}

function startsLine(text: string, at: number): boolean {
  for (let before = at - 1; before >= 0; before--) {
    const code = text.charCodeAt(before);
    if (code === 10) return true;
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}

function bytesAt(text: string, at: number, source: string): number {
  const number = numberAt(text, at, source);
  const unit = text.charCodeAt(skipBlanks(text, skipDigits(text, at)));
  return unit === 107 || unit === 75 ? number * 1024 : number;
}

function numberAt(text: string, at: number, source: string): number {
  const negative = text.charCodeAt(at) === 45;
  const start = negative ? at + 1 : at;
  const number = decimalBetween(text, start, skipDigits(text, start));
  if (Number.isNaN(number)) throw unparsable(source, text.slice(text.lastIndexOf("\n", at - 1) + 1, lineEnd(text, at)));
  return negative ? -number : number;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
