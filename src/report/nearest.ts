/** The word that was probably meant, or undefined when none is near: one slip for a short word, up to three for a long one. */
export function nearest<T extends string>(typed: string, known: readonly T[]): T | undefined {
  return nearestFew(typed, known, 1)[0];
}

/** The words that may have been meant, the most alike first; of equally near ones those that begin like the typed one. */
export function nearestFew<T extends string>(typed: string, known: readonly T[], most = 3): T[] {
  const word = typed.toLowerCase();
  const slipsAllowed = Math.min(3, Math.max(1, Math.floor(word.length / 2.5)));
  return known
    .map((name) => ({ name, slips: distance(word, name.toLowerCase()), alike: commonStart(word, name.toLowerCase()) }))
    // "run" is one slip away from "ran", and two from "x": a word of which nothing is left was not meant.
    .filter(({ name, slips }) => slips <= slipsAllowed && slips < Math.max(word.length, name.length))
    .sort((a, b) => a.slips - b.slips || b.alike - a.alike)
    .slice(0, most)
    .map(({ name }) => name);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
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
