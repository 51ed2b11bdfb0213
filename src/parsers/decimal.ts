/**
 * Whole numbers out of a text by character codes. The files of /proc are read many times a second, and
 * this needs neither the array nor the substrings that split() and Number() make.
 */

/** Up to `most` numbers, separated by blanks, from `start` on; ends before the first thing that is no number. */
export function decimalsFrom(text: string, start: number, most: number): number[] {
  const numbers: number[] = [];
  let at = skipBlanks(text, start);
  while (numbers.length < most) {
    const end = skipDigits(text, at);
    if (end === at || !endsWord(text, end)) break;
    numbers.push(decimalBetween(text, at, end));
    at = skipBlanks(text, end);
  }
  return numbers;
}

/** The digits from `start` to `end` as a number; NaN when there are none. Beyond 2^53 the nearest that a double holds. */
export function decimalBetween(text: string, start: number, end: number): number {
  if (end <= start) return NaN;
  if (end - start > 15) return Number(text.slice(start, end));
  let number = 0;
  for (let at = start; at < end; at++) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}

/** Where the blanks and tabs that begin at `at` end. */
export function skipBlanks(text: string, at: number): number {
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9) return at;
    at++;
  }
}

/** Where the digits that begin at `at` end. */
export function skipDigits(text: string, at: number): number {
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code >= 48 && code <= 57)) return at;
    at++;
  }
}

/** Whether `at` is the end of the text or a blank, a tab or an end of line. */
export function endsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return !(code > 32);
}
