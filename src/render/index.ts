export { renderHardware } from "./hardware.ts";
export { renderJson } from "./json.ts";
export { renderMarkdown } from "./markdown.ts";
export { renderProgress, type ProgressTotals } from "./progress.ts";
export { type ListedRun, renderRunList, renderRunListJson } from "./run-list.ts";
export { renderText, type TextOptions } from "./text.ts";
