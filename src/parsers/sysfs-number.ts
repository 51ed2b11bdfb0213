/**
 * ```text
 * 47000
 * -5000
 * <unknown>
 * ```
 * The one number of a file below /sys. What a driver writes in its place where it does not know is unknown: null.
 * https://docs.kernel.org/hwmon/sysfs-interface.html
 */
export function parseSysfsNumber(text: string): number | null {
  const word = text.trim();
  return /^-?\d{1,20}$/.test(word) ? Number(word) : null;
}
