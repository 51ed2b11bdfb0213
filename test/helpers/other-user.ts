import { chmodSync, chownSync } from "node:fs";
import type { TestContext } from "node:test";
import { pathOf } from "./needs.ts";
import { makeFolder } from "./run-restrack.ts";

/** nobody and nogroup. */
const OTHER = 65_534;
const isRoot = process.getuid?.() === 0;

/** Starts a program as a user who is not root: another one where the tests run as root. */
export const asPlainUser = (): string[] => (isRoot ? [pathOf("setpriv"), "--reuid", String(OTHER), "--regid", String(OTHER), "--clear-groups"] : []);

/** A folder of that user's. */
export function makePlainUsersFolder(t: TestContext, mode = 0o755): string {
  const folder = makeFolder(t);
  if (isRoot) chownSync(folder, OTHER, OTHER);
  chmodSync(folder, mode);
  return folder;
}
