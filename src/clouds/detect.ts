import type { Host } from "../host/host.ts";
import type { HttpFetch } from "../host/http.ts";
import type { CloudInfo } from "./cloud-info.ts";
import { readDmi } from "./dmi.ts";
import { clouds } from "./index.ts";
import { type Ask, nowhere } from "./vendor.ts";

/** For all questions together. */
const DEADLINE_MS = 1000;
const ANSWER_BYTES = 2 ** 18;

/**
 * What the firmware alone tells, at once: the cloud, where it is beyond doubt, and nothing more. For whoever cannot wait for an answer.
 */
export function cloudOfFirmware(host: Host): Promise<CloudInfo | null> {
  return detectCloud(host, () => Promise.resolve(null));
}

/**
 * In which cloud this machine is: the firmware tells whose it may be, and only that cloud's metadata service is asked. Where the
 * firmware names none, nobody is asked.
 *
 * RESTRACK_METADATA_URL stands in for the service's address; AWS_EC2_METADATA_DISABLED=true keeps from asking Amazon's.
 */
export async function detectCloud(host: Host, http: HttpFetch): Promise<CloudInfo | null> {
  const startMs = host.monotonicMs();
  const dmi = readDmi(host);
  const vendor = clouds.find((cloud) => cloud.isNamedBy(dmi));
  if (vendor === undefined) return null;
  const base = (host.env["RESTRACK_METADATA_URL"] || vendor.metadataUrl).replace(/\/$/, "");
  const isDisabled = vendor.name === "aws" && host.env["AWS_EC2_METADATA_DISABLED"]?.toLowerCase() === "true";
  const ask: Ask = async (path, options = {}) => {
    const timeoutMs = DEADLINE_MS - (host.monotonicMs() - startMs);
    if (isDisabled || timeoutMs < 1) return null;
    const answer = await http({ url: base + path, timeoutMs, maxBytes: ANSWER_BYTES, ...options });
    return answer?.status === 200 ? answer.text : null;
  };
  const place = await vendor.locate(ask, dmi);
  if (place === null) return null;
  return { vendor: vendor.name, ...nowhere, ...place, discovery_seconds: Math.round(host.monotonicMs() - startMs) / 1000 };
}
