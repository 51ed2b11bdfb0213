import { html, type Markup } from "./markup.ts";

/** A moment in UTC, which the page's script shows in the reader's own time. */
export function dateTime(iso: string): Markup {
  return html`<time datetime="${iso}">${iso.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")}</time>`;
}
