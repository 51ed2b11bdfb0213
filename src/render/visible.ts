/** Signs that a terminal would obey, or that would show text in another order than it is: control codes, line ends, direction marks, lone halves. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;
const NAMED: Record<string, string> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\u001b": "\\e" };

/** One line of text with everything visible in it. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (sign) => NAMED[sign] ?? escape(sign.charCodeAt(0)));
}

function escape(code: number): string {
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Columns that text takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const sign of text) width += signWidth(sign.codePointAt(0)!);
  return width;
}

/** Text of at most `width` columns; where something had to go there is a "…". */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const sign of text) {
    used += signWidth(sign.codePointAt(0)!);
    if (used > width - 1) break;
    kept += sign;
  }
  return width < 1 ? "" : `${kept.trimEnd()}…`;
}

/** padEnd() by columns. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Lines of at most `width` columns, broken at blanks; a word that is longer stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

function signWidth(code: number): number {
  if (code < 0x300) return 1;
  if (/\p{Mn}|\p{Me}|\u200d|[\ufe00-\ufe0f]/u.test(String.fromCodePoint(code))) return 0;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** East Asian wide and full-width signs, and pictures. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];
