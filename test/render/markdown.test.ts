import assert from "node:assert/strict";
import { test } from "node:test";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { bareReport, exampleReport } from "../helpers/report.ts";

test("renderMarkdown() is a heading, a line, a table, and a note per warning", () => {
  const text = renderMarkdown(exampleReport());
  assert.match(text, /^### `python train\.py`\n\n2 min 04\.3 s · \*\*exit 0\*\* · 124 samples · `branch=main`\n\n\| {2}\| mean \| peak \| {2}\|\n\|---\|---:\|---:\|---\|\n/);
  assert.match(text, /\n\| Memory \| 4\.1 \| 6\.3 \| of 31\.2 GiB; PSS \|\n/);
  assert.match(text, /\n> \[!WARNING\]\n> 3 samples were late/);
  assert.match(renderMarkdown(bareReport()), /\| Memory \| n\/a \| n\/a \| {2}\|/);
});

test("renderMarkdown() takes nothing of a command or a name for Markdown or HTML", () => {
  const evil = "<script>alert(1)</script> | `x` ``y`` [a](b) *b* @everyone #1 \\ \n## heading";
  const text = renderMarkdown(
    exampleReport({ name: evil, command: ["sh", evil], tags: { [evil]: evil }, programs: [{ ...exampleReport().programs[0]!, name: evil.slice(0, 60) }], warnings: [{ code: "x", message: evil, hint: evil }] }),
  );
  const lines = text.split("\n");
  assert.ok(!lines.includes("## heading"));
  // Heading and tags are code: fenced by more backticks than any run inside.
  assert.match(lines[0]!, /^### ``` .* ```$/);
  const row = lines.find((line) => line.startsWith("| ```"))!;
  assert.equal(row.replaceAll("\\|", "").split("|").length, 6, "no | of a name ends a cell");
  const warning = lines.find((line) => line.startsWith("> ") && !line.startsWith("> [!"))!;
  assert.ok(warning.includes("&lt;script&gt;") && !warning.includes("<"), warning);
  assert.match(warning, /\\\[a\\\]\(b\) \\\*b\\\* \\@everyone \\#1/);
});
