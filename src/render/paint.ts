/** Colour marks meaning; without a terminal it is left out. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

export function painter(colour: boolean): Paint {
  const style = (on: number, off: number) => (text: string) => (colour ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return { good: style(32, 39), bad: style(31, 39), warn: style(33, 39), strong: style(1, 22), dim: style(2, 22) };
}
