import assert from "node:assert/strict";
import type { Warn } from "../../src/sources/source-warning.ts";

/** For sources that must find nothing to warn about. */
export const noWarnings: Warn = ({ message }) => assert.fail(message);
