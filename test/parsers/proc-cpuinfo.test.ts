import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcCpuinfo } from "../../src/parsers/proc-cpuinfo.ts";

test("parseProcCpuinfo() takes ARM's Processor for the model and its processor for a CPU", () => {
  const cpuinfo = parseProcCpuinfo("Processor\t: ARMv7 Processor rev 3 (v7l)\nprocessor\t: 0\nprocessor\t: 1\n");
  assert.equal(cpuinfo.cpus, 2);
  assert.equal(cpuinfo.model, "ARMv7 Processor rev 3 (v7l)");
});

test("parseProcCpuinfo() counts s390's rows, not its highest number", () => {
  const cpuinfo = parseProcCpuinfo("vendor_id : IBM/S390\n# processors : 2\nprocessor 1: version = 00, machine = 8561\nprocessor 9: version = 00, machine = 8561\ncpu number : 0\n");
  assert.equal(cpuinfo.cpus, 2);
  assert.equal(cpuinfo.model, "IBM/S390 machine 8561");
});

test("parseProcCpuinfo() names the cores that ARM only numbers, and says the number of those it does not know", () => {
  const cores = (...parts: string[]) => parts.map((part, i) => `processor : ${i}\nCPU implementer : 0x41\nCPU part : ${part}\n`).join("\n");
  assert.equal(parseProcCpuinfo(cores("0xd4f", "0xd4f")).model, "Neoverse-V2");
  assert.equal(parseProcCpuinfo(cores("0xd03", "0xd08")).model, "Cortex-A53 + Cortex-A72");
  assert.equal(parseProcCpuinfo(cores("0xeee")).model, "ARM 0x41 0xeee");
});

test("parseProcCpuinfo() tells what it can of a text that names no model, or nothing but a maker", () => {
  assert.deepEqual(parseProcCpuinfo("processor:0\nprocessor:1\n"), { cpus: 2, model: null, vendor: null, hardware: null, armParts: [] });
  assert.deepEqual(parseProcCpuinfo("vendor_id:Someone\n"), { cpus: null, model: null, vendor: "Someone", hardware: null, armParts: [] });
});

test("parseProcCpuinfo() keeps colons, parentheses and blanks of a model, and does not take the number for the name", () => {
  assert.equal(parseProcCpuinfo("processor : 0\nmodel : 143\nmodel name : Odd(R) CPU: v2 @ 2.00GHz\n").model, "Odd(R) CPU: v2 @ 2.00GHz");
});
