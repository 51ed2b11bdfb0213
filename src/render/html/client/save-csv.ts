import type { PageData, RunData } from "../page-data.ts";
import { csvOf } from "./csv.ts";
import { element } from "./element.ts";

export function saveOnClick(button: HTMLElement, { columns }: PageData, run: RunData): void {
  button.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([csvOf(columns, run)], { type: "text/csv" }));
    element("a", { href: url, download: run.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  });
}
