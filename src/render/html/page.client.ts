import { AllRuns } from "./client/all-runs.ts";
import { colourOf } from "./client/colours.ts";
import { element } from "./client/element.ts";
import type { Plot } from "./client/plot.ts";
import { drawRun } from "./client/run-charts.ts";
import { saveOnClick } from "./client/save-csv.ts";
import type { PageData } from "./page-data.ts";

/** What the page shows in its element "data". */
async function unpack(): Promise<PageData> {
  const packed = Uint8Array.from(atob(document.getElementById("data")!.textContent!), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text()) as PageData;
}

/** The parts of the page that are drawn: each when it is first shown. */
class Page {
  readonly #data: PageData;
  readonly #plots = new Map<string, Plot[]>();
  readonly #all: AllRuns | null;

  constructor(data: PageData) {
    this.#data = data;
    const section = document.querySelector<HTMLElement>("#all .charts");
    this.#all = section === null ? null : new AllRuns(section, data);
    for (const article of articles()) {
      const button = article.querySelector<HTMLElement>(".save-csv");
      if (button !== null) saveOnClick(button, data, data.runs[Number(article.dataset["run"])]!);
    }
    new ResizeObserver(() => this.#eachPlot((plot) => plot.resize())).observe(document.body);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
    addEventListener("beforeprint", () => this.#onPaper(true));
    addEventListener("afterprint", () => this.#onPaper(false));
  }

  /** "all", or the number of a run. */
  show(which: string): void {
    const all = document.getElementById("all");
    if (all !== null) all.hidden = which !== "all";
    for (const article of articles()) article.hidden = all !== null && article.dataset["run"] !== which;
    if (which === "all") this.#all?.draw();
    else this.#drawRun(which);
  }

  #drawRun(which: string): void {
    if (this.#plots.has(which)) return this.#eachPlot((plot) => plot.resize());
    const place = document.querySelector<HTMLElement>(`#run-${which} .plots`);
    if (place !== null) this.#plots.set(which, drawRun(place, this.#data.runs[Number(which)]!, `run-${which}`));
  }

  #eachPlot(act: (plot: Plot) => void): void {
    for (const plot of [...this.#plots.values()].flat().concat(this.#all?.plots ?? [])) act(plot);
  }

  #recolour(): void {
    for (const button of document.querySelectorAll<HTMLElement>("button[data-colour]")) button.querySelector<HTMLElement>(".swatch")!.style.background = colourOf(Number(button.dataset["colour"]));
    this.#eachPlot((plot) => plot.redraw());
  }

  #onPaper(isOnPaper: boolean): void {
    document.documentElement.toggleAttribute("data-print", isOnPaper);
    this.#recolour();
  }
}

const articles = (): NodeListOf<HTMLElement> => document.querySelectorAll<HTMLElement>("article.run");

/** Which run the address asks for. */
function asked(): string {
  const number = /^#run-(\d+)$/.exec(location.hash)?.[1];
  return number !== undefined && document.getElementById(`run-${number}`) !== null ? number : document.getElementById("all") === null ? "0" : "all";
}

function addSwitch(page: Page): void {
  const select = document.querySelector<HTMLSelectElement>(".which-run");
  const go = (): void => {
    if (select !== null) select.value = asked();
    page.show(asked());
  };
  select?.addEventListener("change", () => {
    location.hash = select.value === "all" ? "" : `#run-${select.value}`;
  });
  addEventListener("hashchange", go);
  go();
}

function localTimes(): void {
  for (const time of document.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    time.title = time.textContent!;
    time.textContent = date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
  }
}

localTimes();
unpack()
  .then((data) => {
    addSwitch(new Page(data));
    document.documentElement.dataset["drawn"] = "yes";
    performance.mark("drawn");
  })
  .catch((error: unknown) => {
    for (const place of document.querySelectorAll(".plots")) place.append(element("p", { role: "alert" }, `The charts cannot be drawn: ${String(error)}`));
  });
