import assert from "node:assert/strict";
import { test } from "node:test";
import { renderRun } from "../../../src/render/html/run.ts";
import { Envelope } from "../../../src/stats/envelope.ts";
import { exampleReport } from "../../helpers/report.ts";
import { aggregateOf } from "../../helpers/findings.ts";

const factsOf = (changes: Parameters<typeof exampleReport>[0]): Record<string, string> => {
  const { trace } = aggregateOf({ rows: 1, values: () => ({}) });
  const { text } = renderRun({ report: exampleReport(changes), envelope: new Envelope(), trace, label: "run" } as unknown as Parameters<typeof renderRun>[0], 0);
  return Object.fromEntries(Array.from(text.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)/g), ([, name, value]) => [name!, value!]));
};

test("renderRun() tells what the CPUs' sensors told, where there is something", () => {
  const facts = factsOf({ sensors: { cpu_temperature_mean_celsius: 61.4, cpu_temperature_max_celsius: 84, cpu_frequency_mean_mhz: null, cpu_energy_joules: 12_240 } });
  assert.deepEqual([facts["CPU temperature"], facts["CPU frequency"], facts["CPU energy"]], ["61 °C on average, 84 °C at most", undefined, "3.4 Wh"]);
  assert.ok(!Object.keys(factsOf({})).some((name) => name.startsWith("CPU")));
});
