import type { Chart } from "../charts.ts";

/** How the numbers of a chart are told: in one unit that suits the largest of them. */
export interface Scale {
  name: string;
  divisor: number;
}

const scales: Record<Chart["unit"], readonly Scale[]> = {
  cores: [{ name: "cores", divisor: 1 }],
  count: [{ name: "", divisor: 1 }],
  percent: [{ name: "%", divisor: 1 }],
  watts: [
    { name: "W", divisor: 1 },
    { name: "kW", divisor: 1e3 },
  ],
  MiB: [
    { name: "KiB", divisor: 2 ** -10 },
    { name: "MiB", divisor: 1 },
    { name: "GiB", divisor: 2 ** 10 },
    { name: "TiB", divisor: 2 ** 20 },
  ],
  "bytes/s": [
    { name: "B/s", divisor: 1 },
    { name: "kB/s", divisor: 1e3 },
    { name: "MB/s", divisor: 1e6 },
    { name: "GB/s", divisor: 1e9 },
  ],
  GB: [
    { name: "MB", divisor: 1e-3 },
    { name: "GB", divisor: 1 },
    { name: "TB", divisor: 1e3 },
  ],
};

export function scaleFor(unit: Chart["unit"], largest: number): Scale {
  const all = scales[unit];
  return all.findLast(({ divisor }) => largest >= divisor * 0.9995) ?? all[0]!;
}

/** "1.25 GiB", in the unit that suits this value; "n/a" where unknown. */
export function formatValue(value: number | null | undefined, unit: Chart["unit"]): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "n/a";
  const scale = scaleFor(unit, Math.abs(value));
  return scale.name === "" ? formatOnScale(value, scale) : `${formatOnScale(value, scale)} ${scale.name}`;
}

/** "1.25": the number alone. */
export function formatOnScale(value: number, { divisor }: Scale): string {
  const scaled = value / divisor;
  if (Math.abs(scaled) < 5e-4) return "0";
  return Math.abs(scaled) >= 100 ? scaled.toFixed(0) : Number(scaled.toPrecision(3)).toString();
}

/** "12.5 s", "2:05", "3:07:00", "2 d 03:00" after the start. */
export function formatElapsed(seconds: number, step = 1): string {
  if (seconds < 0) return `−${formatElapsed(-seconds, step)}`;
  if (seconds < 60 && (step < 60 || seconds === 0)) return `${Number(seconds.toFixed(step < 0.1 ? 3 : step < 1 ? 2 : 1))} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const [days, hours, minutes] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60];
  if (days > 0) return `${days} d${step % 86_400 === 0 ? "" : ` ${two(hours)}:${two(minutes)}`}`;
  return hours > 0 ? `${hours}:${two(minutes)}${step < 60 ? `:${two(whole % 60)}` : ""}${step >= 60 ? " h" : ""}` : `${minutes}:${two(whole % 60)} min`;
}

/** The reader's own time. */
export function formatClock(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

/** Distances of the marks on an axis of values: 1, 2, 5, 10 … of its unit. */
export const valueSteps = Array.from({ length: 19 }, (_, exponent) => [1, 2, 5].map((step) => Number(`${step}e${exponent - 6}`))).flat();

/** Distances of the marks on the axis of time that people count in. */
export const timeSteps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000];
