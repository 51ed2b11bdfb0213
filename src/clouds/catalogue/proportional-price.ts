/** Six digits are what price lists are rounded to. */
const SMALLEST_OF_SIX_DIGITS = 1e5;

/**
 * What a server would cost that is so many times as large, rounded to six digits as price lists are. It comes to the bit out as the
 * price list's number does when that is read: a whole number divided by a power of ten is the nearest there is to the decimal.
 */
export function proportionalPrice(usd: number, times: number): number {
  const exact = usd * times;
  // Most prices are below ten dollars.
  let scale = exact < 10 ? 1e5 : 1;
  while (exact * scale < SMALLEST_OF_SIX_DIGITS && scale < 1e15) scale *= 10;
  return Math.round(exact * scale) / scale;
}
