import assert from "node:assert/strict";
import { test } from "node:test";
import { regionOf } from "../../../src/clouds/catalogue/region-of.ts";

const vendor = (name: string, ...regions: string[]) => ({ name, regions: regions.map((region) => ({ name: region, restricted: false })) });

const aws = vendor("aws", "us-east-1", "eu-west-1");
const hcloud = vendor("hcloud", "fsn1", "nbg1");
const ovh = vendor("ovh", "eu");
const upcloud = vendor("upcloud", "eu");
const scaleway = vendor("scaleway", "fr-par-1", "nl-ams-2");

const cases: [vendor: typeof aws, region: string | null, zone: string | null, name: string | null][] = [
  [aws, "us-east-1", "us-east-1a", "us-east-1"],
  [aws, "US-East-1", null, "us-east-1"],
  [aws, "mars-north-1", "mars-north-1a", null],
  [aws, null, null, null],
  [hcloud, "eu-central", "fsn1-dc14", "fsn1"],
  [scaleway, "fr-par", "fr-par-1", "fr-par-1"],
  [scaleway, "fr-par", "par1", "fr-par-1"],
  // Sold nowhere that is known.
  [scaleway, "nl-ams", "ams1", null],
  [ovh, null, "GRA11", "eu"],
  [ovh, null, "eu-west-rbx-a", "eu"],
  [ovh, null, "BHS5", null],
  [ovh, null, "nova", null],
  [upcloud, "fi-hel2", null, "eu"],
  [upcloud, "us-chi1", null, null],
  [upcloud, "sg-sin1", null, null],
];

for (const [where, region, zone, name] of cases) {
  test(`regionOf() calls ${where.name}'s ${region} ${zone} ${name}`, () => assert.equal(regionOf(where, { region, zone }), name));
}
