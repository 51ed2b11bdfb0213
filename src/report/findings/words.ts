/** 0.956 becomes "96 %". */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? "less than 1 %" : `${whole} %`;
}

/** "900 MiB", "3.6 GiB" */
export const mib = (value: number): string => (value < 1024 ? `${Math.round(value)} MiB` : `${(value / 1024).toFixed(1)} GiB`);

/** Of a size that one can buy: "512 MiB", "5 GiB". */
export const size = (value: number): string => (value < 1024 ? `${value} MiB` : `${Number((value / 1024).toFixed(1))} GiB`);

/** "3", "3.5" */
export const plain = (value: number): string => String(Number(value.toFixed(value < 0.1 ? 2 : 1)));

/** "1 core", "3.5 cores" */
export const counted = (value: number, one: string): string => `${plain(value)} ${one}${plain(value) === "1" ? "" : "s"}`;

/** "12 s", "25 minutes", "3.2 hours" */
export function span(seconds: number): string {
  if (seconds < 120) return `${plain(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${plain(seconds / 3600)} hours`;
}
