/** One measured figure. */
export interface Line {
  what: string;
  figure: string;
  /** The same in relation to something: "1.18 × node -e 0", "+0.2 %". */
  ratio?: string;
  budget?: string;
  /** Left out where there is no budget. */
  within?: boolean;
}

/** Figures align right, everything else left. */
export function renderSection(title: string, lines: readonly Line[]): string {
  const cells = lines.map(({ what, figure, ratio = "", budget = "", within }) => [what, figure, ratio, budget, within === undefined ? "" : within ? "ok" : "OVER"]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => row[column]!.length)));
  const rendered = cells.map((row) =>
    row.map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column] ?? 0))).join("  ").trimEnd(),
  );
  return [title, ...rendered.map((line) => `  ${line}`)].join("\n");
}
