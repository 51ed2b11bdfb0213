/** "0.031 s", "1.25 s", "12.4 s", "2 min 04.3 s", "3 h 12 min", "2 d 4 h": never more than two units. */
export function formatDuration(seconds: number): string {
  if (seconds < 0.9995) return `${seconds.toFixed(3)} s`;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  const tenths = Math.round(seconds * 10);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  if (tenths < 36_000) return `${Math.floor(tenths / 600)} min ${((tenths % 600) / 10).toFixed(1).padStart(4, "0")} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** CPU time: in seconds as long as anybody would read them. */
export function formatCpuTime(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  return seconds < 9999.95 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}
