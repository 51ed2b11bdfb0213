import { NvidiaSmiTable } from "./nvidia-smi-table.ts";

/** One GPU at one moment. */
export interface DmonRow {
  gpu: number;
  powerWatts: number | null;
  temperatureCelsius: number | null;
  memoryTemperatureCelsius: number | null;
  /** Share of the time in which it was busy, 0..1. */
  sm: number | null;
  /** Share of the time in which its memory bus was busy, 0..1. */
  memoryBus: number | null;
  encoder: number | null;
  decoder: number | null;
  frameBufferBytes: number | null;
  memoryMhz: number | null;
  processorMhz: number | null;
}

/**
 * `nvidia-smi dmon -c 5`: a row for each GPU, again and again.
 *
 * ```text
 * # gpu    pwr  gtemp  mtemp     sm    mem    enc    dec   mclk   pclk
 * # Idx      W      C      C      %      %      %      %    MHz    MHz
 *     0    412     58     61     87     23      0      0   2619   1935
 * ```
 * nvidia-smi(1), "DEVICE MONITORING"
 *
 * @returns all rows, of every reading
 */
export function parseNvidiaSmiDmon(text: string): DmonRow[] {
  const table = new NvidiaSmiTable("gpu");
  return text.split(/\r*\n/).flatMap((line) => {
    const row = table.read(line);
    if (row === null) return [];
    return {
      gpu: row.gpu,
      powerWatts: row.number("pwr", "W"),
      // Older drivers have one temperature.
      temperatureCelsius: row.number(row.has("gtemp") ? "gtemp" : "temp", "C"),
      memoryTemperatureCelsius: row.number("mtemp", "C"),
      sm: row.number("sm", "%"),
      memoryBus: row.number("mem", "%"),
      encoder: row.number("enc", "%"),
      decoder: row.number("dec", "%"),
      frameBufferBytes: row.number("fb", "MB"),
      memoryMhz: row.number("mclk", "MHz"),
      processorMhz: row.number("pclk", "MHz"),
    };
  });
}
