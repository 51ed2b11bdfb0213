/**
 * Regions that are not open to everybody: governments', China's with accounts of their own, and those of Azure that are opened
 * on request only (Microsoft, "Azure regions list": restricted access).
 */
const restricted: Readonly<Record<string, RegExp>> = {
  aws: /^(us-gov-|us-iso|cn-)/,
  alicloud: /^cn-/,
  azure:
    /^(usgov|usdod|china|austriaeast$|brazilsoutheast$|francesouth$|germanynorth$|jioindia|norwaywest$|southafricawest$|swedensouth$|switzerlandwest$|uaecentral$|australiacentral)/,
};

export function isRestricted(vendor: string, region: string): boolean {
  return restricted[vendor]?.test(region) ?? false;
}
