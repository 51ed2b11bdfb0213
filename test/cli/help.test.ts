import assert from "node:assert/strict";
import { test } from "node:test";
import { renderColumnsMarkdown, renderCommandHelp, renderConditionsMarkdown, renderHelp, renderOptionsMarkdown } from "../../src/cli/help.ts";
import { commandHelp } from "../../src/cli/command-help.ts";
import type { Option } from "../../src/cli/option.ts";
import { type CommandName, commands } from "../../src/cli/options.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { columns } from "../../src/frame/columns.ts";

const specs = (Object.keys(commands) as CommandName[]).map((name) => [name, { options: commands[name] as Record<string, Option>, ...commandHelp[name] }] as const);

test("renderHelp() and renderCommandHelp() stay within 80 columns", () => {
  for (const text of [renderHelp(), ...specs.map(([name]) => renderCommandHelp(name))]) {
    for (const line of text.split("\n")) assert.ok(line.length <= 80, `${line.length}: ${line}`);
    assert.ok(text.endsWith("\n") && !text.includes("undefined"));
  }
});

test("renderCommandHelp() tells every option of its command, each with its help", () => {
  for (const [name, { options }] of specs) {
    const text = renderCommandHelp(name);
    const table = renderOptionsMarkdown(name);
    for (const option of Object.values(options)) {
      assert.ok(text.includes(`--${option.name}`), `--${option.name} of ${name}`);
      assert.ok(table.includes(`--${option.name}`) && table.includes(`\`RESTRACK_${option.name.toUpperCase().replaceAll("-", "_")}\``));
      assert.ok(option.help.length > 5, `--${option.name} of ${name} has no help`);
    }
  }
});

test("renderHelp() tells every command", () => {
  for (const [name, { help }] of specs) assert.match(renderHelp(), new RegExp(`^  ${name} +${help.slice(0, 20)}`, "m"));
});

test("every option's example is one that it takes, and every example of a command is understood", () => {
  for (const [name, { options, examples }] of specs) {
    for (const option of Object.values(options)) {
      if (option.example === undefined) continue;
      const operands = name === "attach" ? ["12"] : name === "run" ? ["true"] : [];
      assert.ok(parseCommandLine([name, `--${option.name}=${option.example}`, ...operands], {}), option.name);
    }
    for (const [, line] of examples) {
      const words = line.replace(/^.*?restrack /, "").replace("$(pgrep -o python)", "12").match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ""));
      assert.equal(parseCommandLine(words, {}).command, name, line);
    }
  }
});

test("renderColumnsMarkdown() has a row per column, renderConditionsMarkdown() one per metric", () => {
  assert.equal(renderColumnsMarkdown().split("\n").length, columns.length + 2);
  assert.match(renderColumnsMarkdown(), /^\| 27 \| `process_memory_mib` \| MiB \| instant \| /m);
  assert.match(renderConditionsMarkdown(), /^\| `memory_peak` \| .* \| B to TB, KiB to TiB, % \|$/m);
  for (const table of [renderColumnsMarkdown(), renderConditionsMarkdown(), renderOptionsMarkdown("run")]) {
    const cells = table.split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
    assert.equal(new Set(cells).size, 1, "every row has as many cells");
  }
});
