import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { TestContext } from "node:test";

/** Files that run the others again: none of them runs in another one. */
const again = new Set(["newest-node.test.mjs", "by-ps.test.mjs"]);

/** The built end-to-end tests beside `own`, which runs them again. */
export function endToEndTests(own: string): string[] {
  return readdirSync(dirname(own)).filter((file) => file.endsWith(".test.mjs") && !again.has(basename(file))).map((file) => join(dirname(own), file));
}

/** Runs test files in processes of their own with another environment, each as a test. */
export async function runAgain(t: TestContext, files: readonly string[], how: string, env: Record<string, string>): Promise<void> {
  await Promise.all(files.map((file) => t.test(`${basename(file)} ${how}`, async () => {
    const child = spawn(process.execPath, ["--enable-source-maps", "--test", file], { env: { ...process.env, ...env, NODE_TEST_CONTEXT: undefined }, stdio: ["ignore", "pipe", "inherit"] });
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    const code = await new Promise((ended) => child.once("close", ended));
    assert.equal(code, 0, Buffer.concat(output).toString());
  })));
}
