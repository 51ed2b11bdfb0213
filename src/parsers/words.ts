/** What programs print in columns: lines, and the words of a line that blanks part. */

/** The lines without their ends; without the mark that some systems put before UTF-8. */
export function linesOf(text: string): string[] {
  const lines = (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).split("\n");
  return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

/**
 * Up to `most` words. Only blanks and tabs part them: a name may hold other white space of Unicode. What stands behind
 * the last one is not looked at, so that a line of ten million words costs no more than one of a hundred.
 */
export function wordsOf(line: string, most = 128): string[] {
  const words: string[] = [];
  for (let at = skipGap(line, 0); at < line.length && words.length < most; ) {
    const end = findGap(line, at);
    words.push(line.slice(at, end));
    at = skipGap(line, end);
  }
  return words;
}

/** Where the blanks that begin at `at` end. */
export function skipGap(line: string, at: number): number {
  while (at < line.length && isGap(line, at)) at++;
  return at;
}

/** Where the word that begins at `at` ends. */
export function findGap(line: string, at: number): number {
  while (at < line.length && !isGap(line, at)) at++;
  return at;
}

/** Where the blanks that end at `end` begin. */
export function skipGapBack(line: string, end: number): number {
  while (end > 0 && isGap(line, end - 1)) end--;
  return end;
}

/** Where the word that ends at `end` begins. */
export function findGapBack(line: string, end: number): number {
  while (end > 0 && !isGap(line, end - 1)) end--;
  return end;
}

function isGap(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code === 32 || code === 9;
}
