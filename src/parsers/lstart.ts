const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * "Mon Jan  5 09:12:44 2026" and, of some BSDs, "Mon  5 Jan 09:12:44 2026": in seconds since 1970 as if the clock showed UTC,
 * so that only differences mean anything; null for anything else.
 */
export function parseLstart(text: string): number | null {
  const match = /^[A-Z][a-z]{2} +(?:([A-Z][a-z]{2}) +(\d{1,2})|(\d{1,2}) +([A-Z][a-z]{2})) +(\d\d):(\d\d):(\d\d) +(\d{4})$/.exec(text);
  if (match === null) return null;
  const [, monthFirst, dayLast, dayFirst, monthLast, hours, minutes, seconds, year] = match;
  const month = MONTHS.indexOf(monthFirst ?? monthLast ?? "");
  return month === -1 ? null : Date.UTC(Number(year), month, Number(dayLast ?? dayFirst), Number(hours), Number(minutes), Number(seconds)) / 1000;
}
