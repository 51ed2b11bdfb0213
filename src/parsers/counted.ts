/** Numbers as programs print them in tables; whatever is no number ("-", "N/A", nothing) is unknown. */

/** Not below zero. */
export function wholeOrNull(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,20}$/.test(word) ? Number(word) : null;
}

/** Some languages write 3,5 for 3.5. */
export function decimalOrNull(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,20}(?:[.,]\d{1,20})?$/.test(word) ? Number(word.replace(",", ".")) : null;
}

/** "753K", "1.2G", "2048.00M", "512B": powers of 1024, of bytes; `unit` is what one counts that has no letter. */
export function sizeOrNull(word: string | undefined, unit = 1): number | null {
  const match = word === undefined ? null : /^(\d{1,20}(?:[.,]\d{1,20})?)([bkmgtpe]?)$/i.exec(word);
  if (match === null) return null;
  const [, number = "", letter = ""] = match;
  const letterBytes = letter === "" ? unit : 1024 ** "bkmgtpe".indexOf(letter.toLowerCase());
  return Math.round(Number(number.replace(",", ".")) * letterBytes);
}
