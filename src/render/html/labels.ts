import type { PageRun } from "./page-data-of.ts";

/** What each run is called: as the user says, else its name; those that would be called alike get a number. */
export function labelsOf(runs: readonly PageRun[]): string[] {
  const wanted = runs.map(({ label, report }) => label ?? (report.name || "run"));
  return wanted.map((label, index) => {
    const number = wanted.slice(0, index).filter((other) => other === label).length + 1;
    return wanted.filter((other) => other === label).length === 1 ? label : `${label} #${number}`;
  });
}
