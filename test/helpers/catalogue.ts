import { readCatalogue } from "../../src/clouds/catalogue/read-catalogue.ts";
import type { Catalogue } from "../../src/clouds/catalogue/catalogue.ts";

/** A small market with invented prices. */
export function smallMarket(): Catalogue {
  const servers = `vendor,name,vcpus,memory_mib,arch,cpu_allocation,gpu_count,gpu_model,vram_mib,storage_gb
aws,one,1,2048,x86_64,dedicated,0,,0,0
aws,two,2,4096,x86_64,dedicated,0,,0,0
aws,four,4,8192,x86_64,dedicated,0,,0,0
aws,t3.medium,2,4096,x86_64,burstable,0,,0,0
aws,arm,4,8192,arm64,dedicated,0,,0,0
aws,gpu,8,65536,x86_64,dedicated,1,A100,40960,0
hcloud,small,2,4096,x86_64,shared,0,,0,0
`;
  const prices = `vendor,name,region,usd_per_hour
aws,one,east,0.36
aws,one,west,0.40
aws,two,east,0.72
aws,two,west,0.60
aws,four,east,1.44
aws,t3.medium,east,0.18
aws,arm,east,0.90
aws,gpu,west,7.2
aws,four,us-gov-east-1,0.36
hcloud,small,fsn1,0.108
`;
  return readCatalogue([
    { name: "servers.csv", text: servers },
    { name: "prices.csv", text: prices },
  ]);
}
