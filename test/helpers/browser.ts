import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { needs, pathOf } from "./needs.ts";

/** What went wrong on a page, and what it asked for. */
export interface Told {
  errors: string[];
  requests: string[];
  violations: () => Promise<string[]>;
}

/** One Chromium for the tests of a file, without a network. */
export function useBrowser(): (file: string, options?: BrowserContextOptions, hash?: string) => Promise<{ page: Page; told: Told }> {
  let browser: Browser | null = null;
  before(async () => {
    if (needs("chromium").skip === false) browser = await chromium.launch({ executablePath: pathOf("chromium"), args: ["--no-sandbox"] });
  });
  after(() => browser?.close());
  return async (file, options = {}, hash = "") => {
    const context = await browser!.newContext({ viewport: { width: 1400, height: 900 }, offline: true, locale: "en-GB", timezoneId: "UTC", ...options });
    const page = await context.newPage();
    const told: Told = { errors: [], requests: [], violations: () => page.evaluate("window.violations") };
    page.on("console", (message) => void (message.type() === "error" && told.errors.push(message.text())));
    page.on("pageerror", ({ message }) => told.errors.push(message));
    page.on("request", (request) => told.requests.push(request.url()));
    await page.addInitScript('window.violations = []; addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));');
    await page.goto(pathToFileURL(file).href + hash);
    await page.waitForFunction('document.documentElement.dataset.drawn === "yes"');
    return { page, told };
  };
}
