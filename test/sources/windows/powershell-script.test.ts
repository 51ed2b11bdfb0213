import assert from "node:assert/strict";
import { test } from "node:test";
import { powerShellQuestion, powerShellScript } from "../../../src/sources/windows/powershell-script.ts";

/** Brackets that are open at the end of a line; none may be within or behind a string that never ends. */
function openBrackets(line: string): string {
  const open: string[] = [];
  const bare = line.replace(/'[^']*'|"[^"]*"/g, "s");
  assert.ok(!/['"`#]/.test(bare), `a quote is open, or a comment begins: ${bare}`);
  for (const letter of bare.match(/[(){}[\]]/g) ?? []) {
    if ("({[".includes(letter)) open.push(letter);
    else assert.equal(`${open.pop()}${letter}`.replace(/^(?:\(\)|\{\}|\[\])$/, ""), "", bare);
  }
  return open.join("");
}

test("powerShellScript is whole on its line: PowerShell would wait for the rest, and take questions for it", () => {
  assert.equal(openBrackets(powerShellScript), "");
  assert.match(powerShellScript, /^[\x20-\x7e]+$/);
});

test("powerShellScript asks for each class once in a round", () => {
  const classes = [...powerShellScript.matchAll(/Read-Class (Win32_\w+)/g)].map(([, name]) => name);
  assert.deepEqual(classes, ["Win32_Process", "Win32_PerfRawData_PerfDisk_PhysicalDisk", "Win32_PerfRawData_Tcpip_NetworkInterface", "Win32_OperatingSystem", "Win32_LogicalDisk"]);
});

test("powerShellScript looks for modules nowhere but in PowerShell's own folder, before it needs any", () => {
  assert.ok(powerShellScript.startsWith('$env:PSModulePath="$PSHOME\\Modules";'));
});

test("powerShellQuestion() is one line, whatever is asked", () => {
  for (const question of [powerShellQuestion(1, true, []), powerShellQuestion(2, false, [4]), powerShellQuestion(3, false, Array.from({ length: 500 }, (_, index) => 100_000 + index))]) {
    assert.match(question, /^Write-Figures \d+ \$(?:true|false) @\([\d,]*\)\n$/);
    assert.equal(openBrackets(question), "");
  }
});
