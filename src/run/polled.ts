import { missedRow } from "../sample/missed-row.ts";
import { SeenLedger } from "../sample/seen-ledger.ts";
import type { Polled } from "./open-sources.ts";

/** Loaded only where figures come from programs. */
export const polled: Polled = { ledger: (unseen, ticksPerSecond) => new SeenLedger(unseen, ticksPerSecond), missedRow };
