export { renderJson } from "./json.ts";
export { renderMarkdown } from "./markdown.ts";
export { renderProgress, type ProgressTotals } from "./progress.ts";
export { renderText, type TextOptions } from "./text.ts";
