/** A colour of the page's style, as it is now: light, dark, or for paper. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const COLOURS = 8;

export const colourOf = (index: number): string => token(`--c${index % COLOURS}`);

/** Beyond the colours there are, lines differ by their dashes. */
export function dashOf(index: number): number[] | undefined {
  return [undefined, [8, 4], [2, 3], [10, 3, 2, 3]][Math.floor(index / COLOURS) % 4];
}
