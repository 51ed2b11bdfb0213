import { test } from "node:test";
import assert from "node:assert/strict";
import { parseCimProcesses, toCimProcesses } from "../../src/parsers/cim-processes.ts";

test("parseCimProcesses() reads one object, a list and a list that PowerShell has wrapped", () => {
  const one = { ProcessId: 12, KernelModeTime: 5_000_000 };
  for (const value of [one, [one], { value: [one], Count: 1 }]) {
    assert.deepEqual(parseCimProcesses(JSON.stringify(value)).map(({ pid, systemSeconds }) => [pid, systemSeconds]), [[12, 0.5]]);
  }
});

test("parseCimProcesses() is empty for an empty list and for the word null", () => {
  for (const text of ["[]", "null", "\uFEFF[]\r\n"]) assert.deepEqual(parseCimProcesses(text), []);
});

test("parseCimProcesses() refuses JSON that is about something else", () => {
  for (const text of ["5", '"text"', '{"a":1}', '[{"Name":"x"}]', "[1,2]"]) assert.throws(() => parseCimProcesses(text), SyntaxError, text);
});

test("parseCimProcesses() reads numbers of 64 bits as numbers and as strings", () => {
  const [a, b] = parseCimProcesses('[{"ProcessId":1,"ReadTransferCount":9007199254740993},{"ProcessId":2,"ReadTransferCount":"9007199254740993"}]');
  assert.equal(a?.readBytes, 2 ** 53);
  assert.equal(b?.readBytes, a?.readBytes);
});

test("parseCimProcesses() keeps what it knows beside a value that is none", () => {
  for (const bad of ['"-"', '"N/A"', '""', "null", "-1", "true", "[]", "{}", '"12 K"', "1e999"]) {
    const [row] = parseCimProcesses(`[{"ProcessId":7,"WorkingSetSize":${bad},"ThreadCount":3}]`);
    assert.deepEqual([row?.pid, row?.workingSetBytes, row?.threads], [7, null, 3], bad);
  }
});

test("parseCimProcesses() finds the JSON between warnings, and after lines that begin like it", () => {
  const text = '\uFEFFWARNING: old\r\n[notice] a new version is out {\r\n{"ProcessId":3,"Name":"a b (c)\\nd.exe"}\r\nPS C:\\>';
  assert.deepEqual(parseCimProcesses(text).map(({ pid, name }) => [pid, name]), [[3, "a b (c)\nd.exe"]]);
});

test("parseCimProcesses() gives up quickly on much text that begins like JSON", () => {
  const started = performance.now();
  for (const line of ["[warning\n", "{", " ", "[{\"ProcessId\":1},", "\uFFFD"]) {
    try {
      parseCimProcesses(line.repeat(1e7 / line.length));
    } catch (error) {
      assert.ok(error instanceof SyntaxError);
    }
  }
  assert.ok(performance.now() - started < 10_000);
});

test("toCimProcesses() leaves out what has no pid", () => {
  assert.deepEqual(toCimProcesses([{ ProcessId: "" }, null, 5, { ProcessId: "8" }]).map(({ pid }) => pid), [8]);
});

test("parseCimProcesses() reads one object a line", () => {
  assert.deepEqual(parseCimProcesses('WARNING: old\r\n{"ProcessId":1}\r\n{"ProcessId":2}\r\n').map(({ pid }) => pid), [1, 2]);
});

test("parseCimProcesses() finds properties whatever their case", () => {
  const [process] = parseCimProcesses('{"processid":"7","creationdate":"20250301130000.000000+060","usermodetime":"5000000"}');
  assert.deepEqual([process?.pid, process?.createdSeconds, process?.userSeconds], [7, 1_740_830_400, 0.5]);
});
