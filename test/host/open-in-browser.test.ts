import assert from "node:assert/strict";
import { test } from "node:test";
import { openerOf } from "../../src/host/open-in-browser.ts";

const windows = { SystemRoot: "D:\\Windows" };
const opened = (path: string, platform: NodeJS.Platform) => {
  const { isDone = (code: number | null) => code === 0, ...opener } = openerOf(path, windows, platform);
  return { ...opener, done: [0, 1, null].filter((code) => isDone(code)) };
};

test("openerOf() gives the path to a program of the system, and to no shell", () => {
  assert.deepEqual(opened("/a b.html", "linux"), { program: "xdg-open", args: ["/a b.html"], done: [0] });
  assert.deepEqual(opened("/a b.html", "darwin"), { program: "open", args: ["/a b.html"], done: [0] });
  assert.deepEqual(opened("C:\\a b & c\\%x%.html", "win32"), { program: "D:\\Windows\\System32\\rundll32.exe", args: ["url.dll,FileProtocolHandler", "C:\\a b & c\\%x%.html"], verbatim: true, done: [0] });
  assert.deepEqual(opened("C:\\Łukasz\\a b.html", "win32"), { program: "D:\\Windows\\explorer.exe", args: ["C:\\Łukasz\\a b.html"], done: [0, 1] });
  assert.equal(openerOf("C:\\a.html", {}, "win32").program, "C:\\Windows\\System32\\rundll32.exe");
});
