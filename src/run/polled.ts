// Loaded only where figures come from programs.
import type { SamplerOptions } from "../sample/sampler.ts";
import { SeenLedger } from "../sample/seen-ledger.ts";

export { PolledMeasurement as Measurement } from "./polled-measurement.ts";

export const ledger: SamplerOptions["ledger"] = (unseen, ticksPerSecond) => new SeenLedger(unseen, ticksPerSecond);
