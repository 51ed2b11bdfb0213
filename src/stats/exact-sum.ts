/**
 * A sum of any number of doubles without any rounding: Shewchuk's partials, doubles that do not overlap and whose sum is exact.
 * A week of rows needs no more than two or three of them. Python's statistics.mean() works with fractions; only so do we
 * agree with it in the last digit.
 */
export class ExactSum {
  #partials: number[] = [];

  add(value: number): void {
    const partials = this.#partials;
    let kept = 0;
    for (let index = 0; index < partials.length; index++) {
      let large = value;
      let small = partials[index]!;
      if (Math.abs(large) < Math.abs(small)) [large, small] = [small, large];
      const sum = large + small;
      const lost = small - (sum - large);
      if (lost !== 0) partials[kept++] = lost;
      value = sum;
    }
    partials[kept++] = value;
    // Setting a length costs more than all of the above, and nearly always it is the old one.
    if (kept < partials.length) partials.length = kept;
  }

  /** The double nearest to sum / count. */
  divide(count: number): number {
    // Over 2^1074, of which every double is a whole number.
    let numerator = 0n;
    for (const partial of this.#partials) numerator += toFixedPoint(partial);
    return divideToNearest(numerator, BigInt(count) << 1074n);
  }

  /** The double nearest to the sum. */
  total(): number {
    return this.divide(1);
  }
}

const view = new DataView(new ArrayBuffer(8));

/** A double times 2^1074. */
function toFixedPoint(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return value < 0 ? -magnitude : magnitude;
}

function divideToNearest(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n) return -divideToNearest(-numerator, denominator);
  if (numerator === 0n) return 0;
  // 64 bits of the quotient, the last one set when anything is left over: Number() then rounds as if it had seen all of it.
  const shift = 64 - (bitLength(numerator) - bitLength(denominator));
  const dividend = shift > 0 ? numerator << BigInt(shift) : numerator;
  const divisor = shift < 0 ? denominator << BigInt(-shift) : denominator;
  const quotient = dividend / divisor;
  const rest = dividend % divisor === 0n ? 0n : 1n;
  return Number(quotient | rest) * 2 ** -shift;
}

const bitLength = (value: bigint): number => value.toString(2).length;
