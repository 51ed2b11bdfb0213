/** Rounds to decimals as Python's round() does: by the exact binary value, and to the even digit when that lies exactly between two. */
export function roundHalfEven(value: number, decimals: number): number {
  const text = value.toFixed(decimals);
  // toFixed() is exact, too, but rounds a tie away from zero. Ties are odd multiples of 2^-(decimals+1): 0.125, not 0.115.
  const halves = value * 2 ** (decimals + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return Number(text);
  const units = BigInt(text.replace(".", ""));
  return units % 2n === 0n ? Number(text) : Number(`${units - BigInt(Math.sign(value))}e-${decimals}`);
}
