import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { renderColumnsMarkdown, renderConditionsMarkdown, renderOptionsMarkdown } from "../src/cli/help.ts";
import { type CommandName, commands } from "../src/cli/options.ts";

/** What README says between <!-- name --> and <!-- /name -->. UPDATE=1 writes it anew. */
function sectionText(name: string): string {
  const [kind, command] = name.split(":");
  if (kind === "options" && Object.hasOwn(commands, command ?? "")) return renderOptionsMarkdown(command as CommandName);
  if (name === "columns") return renderColumnsMarkdown();
  if (name === "conditions") return renderConditionsMarkdown();
  return assert.fail(`README has a marker <!-- ${name} --> that nothing is generated for`);
}

test("README's tables of options and columns are those of the code (UPDATE=1 rewrites them)", () => {
  const readme = readFileSync("README.md", "utf8");
  const names = [...readme.matchAll(/^<!-- ([a-z]+(?::[a-z]+)?) -->$/gm)].map(([, name]) => name!);
  for (const needed of ["options:run", "columns"]) assert.ok(names.includes(needed), `README has no marker <!-- ${needed} -->`);
  let fresh = readme;
  for (const name of names) {
    const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
    const from = fresh.indexOf(begin) + begin.length;
    const to = fresh.indexOf(end, from);
    assert.ok(to > 0, `README has no ${end}`);
    fresh = `${fresh.slice(0, from)}\n${sectionText(name)}\n\n${fresh.slice(to)}`;
  }
  if (process.env["UPDATE"]) writeFileSync("README.md", fresh);
  else assert.equal(readme, fresh);
});
