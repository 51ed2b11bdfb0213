#!/usr/bin/env node
// node build.mjs                 dist/: the command, the commands it loads when asked, the library and its types
// node build.mjs --test [WORD…]  the same, then the tests whose path holds one of the words (all without words)
// node build.mjs --bench [ROW…]  the same, then the benchmarks
// node build.mjs --catalogue servers.csv prices.csv [--spot FILE] [--dates FILE]   packs the catalogue anew
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/** What `restrack run` loads may not be larger: it is read before the job starts. */
const RUN_BUNDLE_LIMIT_BYTES = 100 * 1024;

const tsc = "node_modules/typescript/bin/tsc";
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
/** import text from "./page.css?text": the file as text; a script or a style with all that it imports in it, small. */
const asText = {
  name: "as-text",
  setup(builder) {
    builder.onResolve({ filter: /\?text$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.slice(0, -"?text".length)), namespace: "text" }));
    builder.onLoad({ filter: /.*/, namespace: "text" }, async ({ path }) => {
      if (!/\.(ts|css)$/.test(path)) return { contents: readFileSync(path, "utf8"), loader: "text" };
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false, format: "iife", platform: "browser", target: ["es2022", "chrome109", "firefox115", "safari16.4"], legalComments: "none", logLevel: "warning" });
      const contents = outputFiles[0].text.trim();
      if (/<\/(script|style)/i.test(contents)) throw new Error(`${path} would end its own element`);
      return { contents, loader: "text" };
    });
  },
};
const node = { plugins: [asText], bundle: true, platform: "node", target: "node20", logLevel: "warning", loader: { ".br": "binary" }, define: { RESTRACK_VERSION: JSON.stringify(version) } };

/** import("./commands/stats.ts") and the like stay a load at run time, of the file built from it in dist/parts. */
const loadWhenAsked = (parts, folder) => ({
  name: "load-when-asked",
  setup(builder) {
    builder.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, kind, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      parts.add(join(resolveDir, path));
      return { path: `${folder}/${basename(path, ".ts")}.cjs`, external: true };
    });
  },
});

/** Only `help`, errors and the README show the words of the tables; the job need not wait for them to be read. */
const withoutWords = {
  name: "without-words",
  setup(builder) {
    builder.onLoad({ filter: /src[\\/](frame[\\/]columns|cli[\\/](?:run-)?options)\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/\b(?:help|expects|example): "(?:[^"\\]|\\.)*",?/g, ""),
      loader: "ts",
    }));
  },
};

async function buildProgram() {
  rmSync("dist", { recursive: true, force: true });
  const command = { ...node, format: "cjs", minify: true, supported: { "dynamic-import": false } };
  const parts = new Set();
  await Promise.all([
    build({ ...command, plugins: [asText, loadWhenAsked(parts, "./parts"), withoutWords], entryPoints: ["src/cli/main.ts"], outfile: "dist/restrack.cjs" }),
    build({ ...node, format: "esm", entryPoints: ["src/index.ts"], outfile: "dist/index.js" }),
  ]);
  const hash = createHash("sha256").update(readFileSync("dist/restrack.cjs")).digest("hex").slice(0, 16);
  await build({ ...command, entryPoints: ["src/cli/start.ts"], outfile: "dist/start.cjs", define: { RESTRACK_BUILD: JSON.stringify(hash) } });
  // A part may ask for parts of its own.
  for (let built = new Set(); built.size < parts.size; ) {
    const entryPoints = [...parts].filter((part) => !built.has(part));
    await build({ ...command, plugins: [asText, loadWhenAsked(parts, ".")], entryPoints, outdir: "dist/parts", outbase: ".", entryNames: "[name]", outExtension: { ".js": ".cjs" } });
    for (const part of entryPoints) built.add(part);
  }
  const size = statSync("dist/restrack.cjs").size;
  if (size > RUN_BUNDLE_LIMIT_BYTES) fail(`dist/restrack.cjs has ${size} bytes, the limit is ${RUN_BUNDLE_LIMIT_BYTES}`);
  writeFileSync("dist/NOTICE", `${readFileSync("src/clouds/catalogue/NOTICE", "utf8").trimEnd()}\n\nThe charts of the HTML page are drawn by uPlot:\n\n${readFileSync("node_modules/uplot/LICENSE", "utf8").trim()}\n`);
  writeTypes();
}

/** dist/index.d.ts and what it names. */
function writeTypes() {
  mkdirSync(".build", { recursive: true });
  const config = {
    extends: "../tsconfig.json",
    compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: "../src", outDir: "../dist" },
    include: ["../src/index.ts", "../src/globals.d.ts"],
  };
  writeFileSync(".build/tsconfig.types.json", JSON.stringify(config));
  run(process.execPath, [tsc, "--project", ".build/tsconfig.types.json"]);
}

async function buildTests(entryPoints) {
  rmSync(".build/test", { recursive: true, force: true });
  await build({ ...node, format: "esm", packages: "external", sourcemap: "inline", entryPoints, outdir: ".build", outbase: ".", outExtension: { ".js": ".mjs" } });
  return entryPoints.map((file) => join(".build", file.replace(/\.ts$/, ".mjs")));
}

const filesBelow = (folder, ending) =>
  !existsSync(folder) ? [] : readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))).filter((name) => name.endsWith(ending)).sort();

function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error || status !== 0) fail(error ? error.message : `${basename(program)} ${args[0]} exited with ${status}`, status ?? 1);
}

function fail(message, code = 1) {
  console.error(`build.mjs: ${message}`);
  process.exit(code);
}

const [mode, ...words] = process.argv.slice(2);
if (mode === "--catalogue") {
  await build({ ...node, format: "esm", entryPoints: ["src/cli/pack-catalogue.ts"], outfile: ".build/pack-catalogue.mjs" });
  run(process.execPath, [".build/pack-catalogue.mjs", ...words]);
  process.exit(0);
}
await buildProgram();
if (mode === "--test") {
  run(process.execPath, [tsc, "--noEmit"]);
  run(process.execPath, [tsc, "--noEmit", "--project", "src/render/html/client"]);
  const files = filesBelow("test", ".test.ts").filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  if (files.length === 0) fail(`no test file's path holds ${words.join(" or ")}`);
  run(process.execPath, ["--enable-source-maps", "--test", ...(await buildTests(files))]);
} else if (mode === "--bench") {
  const [bench] = await buildTests(["test/bench/main.ts"]);
  run(process.execPath, [bench, ...words]);
} else if (mode !== undefined) {
  fail(`unknown option ${mode}: --test or --bench`);
}
