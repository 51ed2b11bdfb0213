const MIB = 2 ** 20;
const units: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, kB: 1000, MiB: MIB, MB: MIB, GiB: 2 ** 30, GB: 2 ** 30, W: 1, mW: 0.001, C: 1 };

/**
 * A number as nvidia-smi prints it: "35 %", "1024 MiB", "61.32 W", or bare, then in the unit of its column. Everything else ("-", "N/A",
 * "[N/A]", "[Not Supported]", "[Unknown Error]", "ERR!", "[Insufficient Permissions]") is unknown.
 *
 * @returns bytes for sizes, 0..1 for percent, watts, degrees Celsius; null: unknown
 */
export function nvidiaSmiValue(text: string, columnUnit: string): number | null {
  const [, number, ownUnit] = /^(-?\d{1,15}(?:\.\d{1,9})?)\s*([A-Za-z%]*)$/.exec(text.trim()) ?? [];
  if (number === undefined) return null;
  const unit = ownUnit || columnUnit;
  return unit === "%" ? Number(number) / 100 : Number(number) * (units[unit] ?? 1);
}

/** A text as nvidia-smi prints it; null for what stands where there is none. Newer drivers explain themselves within brackets. */
export function nvidiaSmiText(text: string): string | null {
  const word = text.trim();
  return /^(?:\[.*\]|-?|ERR!|(?:N\/A|Not (?:Supported|Found|Available|Active)|Unknown Error|Insufficient Permissions|GPU is lost))$/i.test(word) ? null : word;
}
