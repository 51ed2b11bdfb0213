import type { CloudInfo } from "../clouds/cloud-info.ts";
import { cloudOfFirmware, detectCloud } from "../clouds/detect.ts";
import type { Host } from "../host/host.ts";

/** In which cloud we are; the part that can ask over the network is loaded only where the firmware names one. */
export function discoverCloud(host: Host, { inBackground = false } = {}): Promise<CloudInfo | null> {
  return detectCloud(host, async (request) => (await import("../host/fetch-http.ts")).fetchHttp({ ...request, inBackground }));
}

export { cloudOfFirmware };
