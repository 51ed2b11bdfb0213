import { resolve } from "node:path";
import { openInBrowser } from "../host/open-in-browser.ts";
import { print } from "./print.ts";

/** Opens a page, or says why not and where it is. null: there is none, as no run is kept. */
export async function tellOpened(path: string | null): Promise<void> {
  if (path === null) {
    print("restrack: Cannot open the page: there is none, as no run is kept\n  --html FILE says where to put it\n", 2);
    return;
  }
  const whole = resolve(path);
  const problem = await openInBrowser(whole, process.env, process.platform);
  if (problem !== null) print(`restrack: Cannot open the page: ${problem}\n  it is in ${whole}\n`, 2);
}
