import { alicloud } from "./alicloud.ts";
import { aws } from "./aws.ts";
import { azure } from "./azure.ts";
import { digitalocean } from "./digitalocean.ts";
import { gcp } from "./gcp.ts";
import { hcloud } from "./hcloud.ts";
import { linode } from "./linode.ts";
import { oracle } from "./oracle.ts";
import { ovh } from "./ovh.ts";
import { scaleway } from "./scaleway.ts";
import { upcloud } from "./upcloud.ts";
import type { CloudVendor } from "./vendor.ts";
import { vultr } from "./vultr.ts";

/** The clouds that are known. The firmware of a machine names at most one of them. */
export const clouds: readonly CloudVendor[] = [aws, azure, gcp, alicloud, hcloud, ovh, upcloud, vultr, digitalocean, linode, scaleway, oracle];
