const SECONDS: Record<string, number> = { d: 86_400, h: 3600, m: 60, s: 1 };

/** "90", "90s", "1.5m", "10min", "2h30m", "1d": seconds. undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const parts = /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m(?:in)?)?(?:(\d+(?:\.\d+)?)s)?$/i.exec(text);
  if (text === "" || parts === null) return undefined;
  return ["d", "h", "m", "s"].reduce((sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * SECONDS[unit]!, 0);
}
