import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { renderColumnsMarkdown, renderConditionsMarkdown, renderOptionsMarkdown } from "../src/cli/help.ts";
import { type CommandName, commands } from "../src/cli/options.ts";
import { parseCommandLine } from "../src/cli/parse.ts";

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

test("README's command lines can be understood", () => {
  const readme = readFileSync("README.md", "utf8");
  const fenced = [...readme.matchAll(/^```(?:sh)?\n([\s\S]*?)^```$/gm)].flatMap(([, block]) => block!.split("\n"));
  const inline = [...readme.matchAll(/`(restrack \w+ [^`]+)`/g)].map(([, line]) => line!);
  const lines = [...fenced, ...inline].flatMap((line) => /^(?:\$ )?restrack (.*)$/.exec(line)?.[1] ?? []);
  assert.ok(lines.length > 8, lines.join("\n"));
  for (const line of lines) assert.doesNotThrow(() => parseCommandLine(words(line), {}), `restrack ${line}`);
});

/** As a shell takes a line apart that has single quotes at most. */
function words(line: string): string[] {
  return [...line.replace(/\s#.*/, "").matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

test("README's example of the library does what it says", (t) => {
  const [, example] = /^```js\n([\s\S]*?)^```$/m.exec(readFileSync("README.md", "utf8")) ?? assert.fail("README has no example in js");
  const folder = mkdtempSync(join(tmpdir(), "restrack-readme-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(resolve("."), join(folder, "node_modules", "restrack"));
  writeFileSync(join(folder, "example.mjs"), example!);
  const { stdout, stderr } = spawnSync(process.execPath, ["example.mjs"], { cwd: folder, encoding: "utf8" });
  assert.equal(stderr, "");
  const [[code, cpuSeconds, peak], [highest], [cores]] = stdout.trim().split("\n").map((line) => line.split(" ").map(Number)) as [[number, number, number], [number], [number]];
  assert.equal(code, 0);
  assert.ok(cpuSeconds > 0 && cpuSeconds < 5, stdout);
  assert.ok(peak > 1 && peak < 500, stdout);
  assert.equal(highest, peak);
  assert.ok(cores > 0, stdout);
});
