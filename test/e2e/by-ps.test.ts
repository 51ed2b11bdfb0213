import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { needs } from "../helpers/needs.ts";
import { endToEndTests, runAgain } from "../helpers/run-again.ts";
import { usesPs } from "../helpers/source.ts";

const others = endToEndTests(fileURLToPath(import.meta.url));
const { skip } = others.length === 0 ? { skip: "no other end-to-end test was built" } : usesPs ? { skip: "it runs them already" } : needs("ps");

test("the built program passes its end-to-end tests where ps tells of the processes", { concurrency: 2, skip }, (t) => runAgain(t, others, "by ps", { RESTRACK_SOURCE: "ps" }));
