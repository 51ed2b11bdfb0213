import type { Vendor } from "./catalogue.ts";

interface Place {
  region: string | null;
  zone: string | null;
}

/** Scaleway's older machines tell a zone by its town: "par1" is "fr-par-1". */
const SCALEWAY_TOWNS: Readonly<Record<string, string>> = { par: "fr-par", ams: "nl-ams", waw: "pl-waw", mil: "it-mil" };

/** How a vendor's machines call a place for which the catalogue has another name. */
const otherNames: Readonly<Record<string, (place: string) => string | undefined>> = {
  // One list price in all of Europe: "GRA11", "eu-west-rbx-a"; not "BHS5" or "SGP1".
  ovh: (place) => (/^(?:(?:gra|rbx|sbg|waw|de|uk|lim|eri)-?[a-z]?\d*|eu-(?:west|south)-.+)$/.test(place) ? "eu" : undefined),
  // "fi-hel2", "uk-lon1"; not "us-chi1", "sg-sin1" or "au-syd1".
  upcloud: (place) => (/^(?:de|dk|es|fi|nl|no|pl|se|uk)-[a-z]{3}\d+$/.test(place) ? "eu" : undefined),
  scaleway: (place) => {
    const [, town = "", number] = /^([a-z]{3})(\d)$/.exec(place) ?? [];
    return SCALEWAY_TOWNS[town] && `${SCALEWAY_TOWNS[town]}-${number}`;
  },
};

/**
 * What the catalogue calls the region in which a machine says it is: its region, its zone, or a part of that. null: it does not know
 * that region, and the price of another one would not be what the machine costs.
 *
 * @example
 * regionOf(gcp, { region: "us-central1", zone: "us-central1-a" }) // "us-central1"
 */
export function regionOf({ name, regions }: Pick<Vendor, "name" | "regions">, { region, zone }: Place): string | null {
  const places = [region, zone, zone?.split("-")[0]].flatMap((place) => place?.toLowerCase() ?? []);
  const names = [...places, ...places.flatMap((place) => otherNames[name]?.(place) ?? [])];
  return names.flatMap((place) => regions.find((sold) => sold.name.toLowerCase() === place)?.name ?? [])[0] ?? null;
}
