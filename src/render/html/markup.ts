import { visible } from "../visible.ts";

/** Text that is HTML already. Nothing else gets into a page unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Markup | null | undefined | false | readonly Content[];

/** Longer texts are cut: a command line may have megabytes. */
const LONGEST_TEXT = 4000;

/**
 * HTML with what is put in shown as text, never run: `html\`<b>${name}</b>\``. Markup goes in as it is, lists one after the other,
 * and null, undefined and false as nothing.
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + toHtml(contents[index - 1]) + string));
}

/** Text as it stands in HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function toHtml(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(toHtml).join("");
  const text = String(content);
  return text.length <= LONGEST_TEXT ? escapeHtml(text) : `${escapeHtml(text.slice(0, LONGEST_TEXT))}… (${text.length - LONGEST_TEXT} characters more)`;
}
