import type { Server } from "../clouds/catalogue/catalogue.ts";

/**
 * Share of its vCPUs that a burstable server may use all the time; beyond it lives on credits and is slowed down, or billed, when they
 * are used up. From the vendors' own pages: AWS "Key concepts for burstable performance instances", Azure "B-series" and "Bsv2 Series",
 * Alibaba Cloud "Overview of burstable instances", Google Cloud "Shared-core machine types".
 */
const baselines: readonly (readonly [vendor: string, name: RegExp, share: number])[] = [
  ["aws", /^t[234]\w*\.nano$/, 0.05],
  ["aws", /^t[234]\w*\.micro$/, 0.1],
  ["aws", /^t[234]\w*\.(small|medium)$/, 0.2],
  ["aws", /^t[234]\w*\.large$/, 0.3],
  ["aws", /^t2\.xlarge$/, 0.225],
  ["aws", /^t2\.2xlarge$/, 0.169],
  ["aws", /^t[34]\w*\.(xlarge|2xlarge)$/, 0.4],
  ["azure", /B1ls$/i, 0.05],
  ["azure", /B1s$/i, 0.1],
  ["azure", /B(1ms|2s)$/i, 0.2],
  ["azure", /B2ms$/i, 0.3],
  ["azure", /B4ms$/i, 0.225],
  ["azure", /B(8|12|16|20)ms$/i, 0.168],
  ["azure", /B\d+[ap]?ts_v2$/i, 0.2],
  ["azure", /B\d+[ap]?ls_v2$/i, 0.3],
  ["azure", /B\d+[ap]?s_v2$/i, 0.4],
  ["gcp", /^f1-micro$/, 0.2],
  ["gcp", /^g1-small$/, 0.5],
  ["gcp", /^e2-micro$/, 0.125],
  ["gcp", /^e2-small$/, 0.25],
  ["gcp", /^e2-medium$/, 0.5],
  ["alicloud", /^ecs\.t6-c4m1\./, 0.05],
  ["alicloud", /^ecs\.t6-c2m1\./, 0.1],
  ["alicloud", /^ecs\.t6-c1m[12]\./, 0.2],
  ["alicloud", /^ecs\.t6-c1m4\.large$/, 0.3],
  ["alicloud", /^ecs\.t6-c1m4\./, 0.4],
  ["alicloud", /^ecs\.t5-lc/, 0.2],
  ["alicloud", /^ecs\.t5-c/, 0.25],
];

/** Of a burstable server of which no baseline is known: all known ones but the very smallest give at least so much. */
const UNKNOWN_BURSTABLE_SHARE = 0.1;
/** Neighbours on shared cores want their share, and no vendor says how much is left: half of it is taken to be there all the time. */
const SHARED_SHARE = 0.5;

/** Cores that a burstable or shared server gives all the time. */
export function baselineCores({ vendor, name, vcpus, allocation }: Server): number {
  const known = baselines.find(([of, pattern]) => of === vendor && pattern.test(name))?.[2];
  return vcpus * (known ?? (allocation === "burstable" ? UNKNOWN_BURSTABLE_SHARE : SHARED_SHARE));
}
