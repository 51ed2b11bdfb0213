/** The word that was probably meant, or undefined when none is near: one slip for a short word, up to three for a long one. */
export function nearest<T extends string>(typed: string, known: readonly T[]): T | undefined {
  const word = typed.toLowerCase();
  let best: T | undefined;
  let least = Math.min(3, Math.max(1, Math.floor(word.length / 2.5))) + 1;
  for (const candidate of known) {
    const slips = distance(word, candidate.toLowerCase());
    if (slips < least) {
      least = slips;
      best = candidate;
    }
  }
  // "run" is one slip away from "ran", and two from "x": a word of which nothing is left was not meant.
  return best !== undefined && least < Math.max(word.length, best.length) ? best : undefined;
}

/** Damerau-Levenshtein: letters added, left out, replaced, or two neighbours swapped. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j]! + 1, now[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      now.push(least);
    }
    before = last;
    last = now;
  }
  return last[b.length]!;
}
