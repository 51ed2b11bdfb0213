import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { columns } from "../../src/frame/columns.ts";
import { formatHeader } from "../../src/frame/csv.ts";
import { useBrowser } from "../helpers/browser.ts";
import { needs } from "../helpers/needs.ts";
import { makeFolder, restrack } from "../helpers/run-restrack.ts";

const open = useBrowser();
const chromium = needs("chromium");
const START = 1_700_000_000;

/** A recording with a row a second, and what is known beside it. */
function record(folder: string, name: string, rows: readonly Record<string, number>[], meta: object | null = null): string {
  const file = join(folder, name);
  const line = (fields: Record<string, number>, index: number): string => columns.map(({ name }) => (name === "timestamp" ? (START + index + 1).toFixed(3) : (fields[name] ?? ""))).join(",");
  writeFileSync(file, `${formatHeader()}${rows.map(line).join("\n")}\n`);
  if (meta !== null) writeFileSync(file.replace(/\.csv$/, ".meta.json"), JSON.stringify({ schema: "restrack/1", ...meta }));
  return file;
}

/** Two cores busy, then one; memory that grows by a MiB a row, with one peak. */
const rows = (count: number): Record<string, number>[] =>
  Array.from({ length: count }, (_, index) => ({
    process_utime: index < count / 2 ? 2 : 1,
    process_stime: 0,
    process_cpu_usage: index < count / 2 ? 2 : 1,
    process_memory_mib: 100 + index,
    process_memory_peak_mib: index === 7 ? 900 : 100 + index,
    process_disk_read_bytes: index * 1000,
  }));

async function draw(t: TestContext, ...args: string[]): Promise<string> {
  const file = join(makeFolder(t), "page.html");
  const { code, stderr } = await restrack(t, ["report", ...args, "-o", file]);
  assert.equal(code, 0, stderr);
  return file;
}

const plot = (page: Page, title: string) => page.locator(".plot", { has: page.locator("h3", { hasText: new RegExp(`^${title}`) }) }).filter({ visible: true });

/** Of a chart: the highest place with this colour, in shares of the drawing from its top; null without any. */
function highest(page: Page, title: string, token: string): Promise<number | null> {
  return plot(page, title)
    .locator("canvas")
    .evaluate((node, token) => {
      const canvas = node as unknown as { width: number; height: number; getContext(kind: string): { getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray } } };
      const world = globalThis as unknown as { getComputedStyle(e: unknown): { getPropertyValue(name: string): string }; document: { documentElement: unknown } };
      const colour = world.getComputedStyle(world.document.documentElement).getPropertyValue(token).trim();
      const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3]! > 200 && wanted.every((value, channel) => Math.abs(data[at + channel]! - value) < 12)) return Math.floor(at / 4 / canvas.width) / canvas.height;
      }
      return null;
    }, token);
}

/** Waits until the chart shows that colour, and tells where. */
async function drawn(page: Page, title: string, token: string): Promise<number> {
  for (let frame = 0; frame < 600; frame++) {
    const place = await highest(page, title, token);
    if (place !== null) return place;
    await page.evaluate("new Promise(requestAnimationFrame)");
  }
  return assert.fail(`${title} never shows ${token}`);
}

const legendOf = async (page: Page, title: string): Promise<string> => (await plot(page, title).locator(".plot-legend").innerText()).replace(/\s+/g, " ");

test("the page asks for nothing, breaks no rule of its policy, and its policy holds", chromium, async (t) => {
  const { page, told } = await open(await draw(t, record(makeFolder(t), "a.csv", rows(20))));
  assert.deepEqual([told.errors, told.requests.length, await told.violations()], [[], 1, []]);
  await page.evaluate('document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = 1" }))');
  await page.evaluate('fetch("https://example.org/").catch(() => 0)');
  assert.equal(await page.evaluate("window.ran"), undefined);
  assert.deepEqual((await told.violations()).map((violation) => violation.split(" ")[0]), ["script-src-elem", "connect-src"]);
});

test("the charts are drawn in their colours, and a peak of one row of 20,000 at its height", chromium, async (t) => {
  const many = rows(20_000).map((row, index) => ({ ...row, process_memory_mib: 100, process_memory_peak_mib: index === 7777 ? 1000 : 100 }));
  const { page } = await open(await draw(t, record(makeFolder(t), "a.csv", many)));
  await drawn(page, "CPU", "--c0");
  assert.ok((await drawn(page, "Memory", "--c2")) > 0.5, "the line of what it held stands low");
  assert.match(await legendOf(page, "Memory"), /job max 1000 MiB|job max 0\.977 GiB/);
});

test("the crosshair shows the numbers of its row in all charts, by mouse and by keyboard", chromium, async (t) => {
  const { page } = await open(await draw(t, record(makeFolder(t), "a.csv", rows(20))));
  const canvas = plot(page, "CPU").locator(".canvas");
  await canvas.focus();
  for (let row = 0; row < 8; row++) await page.keyboard.press("ArrowRight");
  assert.match(await legendOf(page, "CPU"), /job 2 cores 8 s · 14 Nov 2023, 22:13:28$/);
  assert.match(await legendOf(page, "Memory"), /job 107 MiB, peak 900 MiB 8 s/);
  assert.match(await legendOf(page, "Disk"), /job reads 7 kB\/s 8 s/);
  const box = (await plot(page, "CPU").locator(".u-over").boundingBox())!;
  await page.mouse.move(box.x + box.width - 1, box.y + 20);
  assert.match(await legendOf(page, "CPU"), /job 1 cores 20 s/);
  assert.match(await legendOf(page, "Memory"), /job 119 MiB 20 s/);
});

test("a drag zooms all charts, and a double click shows everything again", chromium, async (t) => {
  const { page } = await open(await draw(t, record(makeFolder(t), "a.csv", rows(100))));
  const atLeftEdge = async (): Promise<string> => {
    const box = (await plot(page, "Disk").locator(".u-over").boundingBox())!;
    await page.mouse.move(box.x + 1, box.y + 20);
    return legendOf(page, "Memory");
  };
  assert.match(await atLeftEdge(), / 1 s · /);
  const box = (await plot(page, "CPU").locator(".u-over").boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 50, { steps: 5 });
  await page.mouse.up();
  assert.match(await atLeftEdge(), / 50 s · | 51 s · /);
  await page.mouse.dblclick(box.x + 20, box.y + 50);
  assert.match(await atLeftEdge(), / 1 s · /);
});

test("a line can be hidden, and a chart's numbers opened, with the keyboard", chromium, async (t) => {
  const { page } = await open(await draw(t, record(makeFolder(t), "a.csv", rows(20))));
  const button = plot(page, "CPU").getByRole("button", { name: /job/ });
  await button.press("Enter");
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  assert.equal(await highest(page, "CPU", "--c0"), null);
  await plot(page, "Memory").locator("summary").press("Enter");
  await plot(page, "Memory").locator("tbody tr").nth(19).waitFor();
  assert.equal(await plot(page, "Memory").locator("tbody tr").count(), 20);
  assert.equal(await plot(page, "Memory").locator("tbody tr").nth(7).innerText(), "8 s\t107 MiB\t900 MiB");
});

test("light and dark follow the system, also while the page is open, and paper is white", chromium, async (t) => {
  const file = await draw(t, record(makeFolder(t), "a.csv", rows(20)));
  const { page } = await open(file, { colorScheme: "dark" });
  const background = (): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");
  assert.equal(await background(), "rgb(20, 22, 26)");
  const dark = await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--c0')");
  await drawn(page, "CPU", "--c0");
  await page.emulateMedia({ colorScheme: "light" });
  await page.waitForFunction('getComputedStyle(document.body).backgroundColor === "rgb(245, 246, 248)"');
  assert.notEqual(await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--c0')"), dark);
  await drawn(page, "CPU", "--c0");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  assert.equal(await page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--text')"), "#1a1d23");
  assert.ok((await page.pdf()).length > 10_000);
});

const evil = `</script><script>window.pwned=1</script>"><img src=x onerror=window.pwned=1>'\u202egnp.exe\u0007{{data}}$&`;
test("whatever stands in a recording is shown as text and never run", chromium, async (t) => {
  const folder = makeFolder(t);
  const meta = {
    name: evil,
    command: ["sh", "-c", evil + "x".repeat(100_000)],
    cwd: evil,
    host: evil,
    node_id: evil,
    start: new Date(START * 1000).toISOString(),
    end: new Date((START + 20) * 1000).toISOString(),
    tags: { [evil]: evil },
    programs: [{ name: evil, command: evil, count: 1, cpu_seconds: 1, memory_peak_mib: 1, read_bytes: 1, write_bytes: 1 }],
    warnings: [{ code: "x", message: evil, hint: evil }],
    limits: { cpus: 4, memory_mib: 4096, cpus_by: evil, memory_by: evil },
  };
  const file = record(folder, "a.csv", rows(20), meta);
  for (const args of [[file], [file, file], [file, "--label", evil]]) {
    const { page, told } = await open(await draw(t, ...args));
    assert.equal(await page.evaluate("window.pwned"), undefined);
    assert.deepEqual([told.errors, told.requests.length, await told.violations()], [[], 1, []]);
    assert.equal(await page.locator("title, img").count(), 1);
    assert.match(await page.locator("h1").first().textContent().then(String), args.length === 2 && args[1] === file ? /^2 runs$/ : /^<\/script><script>window\.pwned=1<\/script>"><img src=x onerror=window\.pwned=1>'\\u202egnp\.exe\\x07\{\{data\}\}\$&/);
  }
});

test("several runs lie over each other, and each can be looked at alone", chromium, async (t) => {
  const folder = makeFolder(t);
  const files = [10, 20, 30].map((count) => record(folder, `run${count}.csv`, rows(count)));
  const { page, told } = await open(await draw(t, ...files, "--label", "features"));
  assert.deepEqual(await page.locator(".run-table tbody th").allInnerTexts(), ["features", "run20", "run30"]);
  for (const token of ["--c0", "--c1", "--c2"]) await drawn(page, "CPU", token);
  await page.getByLabel("Show").selectOption("run20");
  assert.deepEqual(await page.locator("h1").filter({ visible: true }).allInnerTexts(), ["run20"]);
  assert.match(await legendOf(page, "Memory"), /job max 900 MiB/);
  await page.getByLabel("Show").selectOption("all");
  await page.locator(".run-table tbody a").nth(2).click();
  assert.deepEqual(await page.locator("h1").filter({ visible: true }).allInnerTexts(), ["run30"]);
  await page.goBack();
  assert.deepEqual(await page.locator("h1").filter({ visible: true }).allInnerTexts(), ["3 runs"]);
  await page.getByLabel("by the clock").check();
  await drawn(page, "CPU", "--c0");
  assert.deepEqual(told.errors, []);
});

test("the page saves the rows it has as CSV", chromium, async (t) => {
  const file = record(makeFolder(t), "a.csv", rows(20));
  const { page } = await open(await draw(t, file));
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
  assert.equal(download.suggestedFilename(), "a.csv");
  assert.equal(readFileSync(await download.path(), "utf8"), readFileSync(file, "utf8"));
});

test("a run of one row, of nothing but unknown values, and of a day are drawn, and fit a phone", chromium, async (t) => {
  const folder = makeFolder(t);
  const phone = { viewport: { width: 390, height: 800 } };
  for (const [name, count] of [["one.csv", 1], ["day.csv", 86_400]] as const) {
    const { page, told } = await open(await draw(t, record(folder, name, rows(count))), phone);
    await drawn(page, "CPU", "--c0");
    assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${name} is wider than the screen`);
    assert.deepEqual(told.errors, []);
  }
  const { page, told } = await open(await draw(t, record(folder, "nothing.csv", [{}, {}])), phone);
  assert.deepEqual([await page.locator(".plot").count(), told.errors], [0, []]);
});
