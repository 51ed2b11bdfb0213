import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { test } from "node:test";

/** From left to right. What stands here imports only from its own line and from lines above; errors.ts is for everybody. */
const layers = ["host", "parsers", "snapshot.ts", "sources", "sample", "frame", "stats", "clouds", "recommend", "report", "render", "run", "serve", "cli", "index.ts"];

/** Values in, values out: they get a Host and a clock from whoever calls them, so that any machine can be put before them. */
const pure = layers.slice(layers.indexOf("parsers"), layers.indexOf("render") + 1);
const doorsToTheMachine = /\bDate\.now\(|\bnew Date\(\)|\b(?:performance|process|globalThis)\.|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(/;
/** The one place that asks which system this is. */
const asksForSystem = { file: "src/sources/index.ts", word: "process.platform" };

/** What runs in a browser: the page's script is a program of its own. */
const runsInBrowser = (file: string): boolean => file === "src/render/html/page.client.ts" || file.startsWith("src/render/html/client/");

const forEverybody = ["errors.ts", "globals.d.ts"];

test("every file and folder of src has its place among the layers", () => {
  for (const name of readdirSync("src")) assert.ok([...layers, ...forEverybody].includes(name), `src/${name} has no place in test/layers.test.ts: say what it may import`);
});

test("a folder of src imports only from those to its left", () => {
  const imports = filesOf("src").flatMap(importsIn);
  assert.ok(imports.length > 100, "the imports are not found any more");
  assert.deepEqual(imports.flatMap(brokenArrow), []);
});

test("from parsers to render nothing imports a module of Node", () => {
  const imports = pure.flatMap((layer) => filesOf(join("src", layer))).filter((file) => !runsInBrowser(file)).flatMap(importsIn);
  assert.deepEqual(imports.filter(({ to }) => !to.startsWith("src/")).map(({ from, to }) => `${from} imports ${to}, but from parsers to render nothing touches the machine: take a Host instead`), []);
});

test("from parsers to render nothing asks a clock, the environment or the network", () => {
  const lines = pure.flatMap((layer) => filesOf(join("src", layer))).filter((file) => !runsInBrowser(file)).flatMap((file) => codeOf(file).split("\n").map((line, index) => ({ file, line, number: index + 1 })));
  const touching = lines.filter(({ file, line }) => doorsToTheMachine.test(file === asksForSystem.file ? line.replace(asksForSystem.word, "") : line));
  assert.deepEqual(touching.map(({ file, line, number }) => `${file}:${number} touches the machine: ${line.trim()}`), []);
});

test("no file of src imports itself over others", () => {
  const targets = new Map(filesOf("src").map((file) => [file, importsIn(file).filter(({ type }) => !type).map(({ to }) => to)]));
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `these import each other: ${[...path.slice(path.indexOf(file)), file].join(" → ")}`);
    if (finished.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
});

interface Import {
  from: string;
  /** "src/host/host.ts", or the name of a module from elsewhere. */
  to: string;
  /** Gone when it is built. */
  type: boolean;
}

function importsIn(file: string): Import[] {
  // Line ends may stand within the braces, and import("…") within a line.
  const found = codeOf(file).matchAll(/^(?:import|export) (type )?(?:[\w\s{},*$]+ from )?["']([^"'\n]+)["'];?$|\bimport\(\s*["']([^"'\n]+)["']\s*\)/gm);
  return Array.from(found, ([, type, target, loaded]) => {
    const name = target ?? loaded ?? "";
    return { from: file, to: name.startsWith(".") ? join(dirname(file), name) : name, type: type !== undefined };
  });
}

/** Without comments: an example in one is no import. */
const codeOf = (file: string): string => readFileSync(file, "utf8").replace(/^\s*\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/gm, (comment) => comment.replace(/[^\n]/g, ""));

/** In a sentence; nothing when the arrow is as it should be. */
function brokenArrow({ from, to }: Import): string[] {
  const [, importer = ""] = from.split("/");
  const [root, imported = ""] = to.split("/");
  if (root !== "src" || (forEverybody.includes(imported) && !forEverybody.includes(importer))) return [];
  if (layers.includes(importer) && layers.includes(imported) && layers.indexOf(imported) <= layers.indexOf(importer)) return [];
  return [`${from} imports ${to}, but ${imported} stands right of ${importer}: a folder imports only from its left`];
}

function filesOf(path: string): string[] {
  if (path.endsWith(".ts")) return [path];
  try {
    return readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts")).map((name) => join(path, name.replaceAll("\\", "/")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []; // a folder that is still to come
    throw error;
  }
}
