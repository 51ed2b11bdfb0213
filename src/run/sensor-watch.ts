import type { Host } from "../host/host.ts";
import type { Sensors } from "../report/report.ts";
import { createSensorSource } from "../sources/linux/sensors.ts";
import type { SensorSource } from "../sources/sensor-source.ts";
import { Figure } from "./figure.ts";

/** Seconds between two readings: as rows, but often enough for counters that begin again every few minutes. */
const LEAST_SECONDS = 1;
const MOST_SECONDS = 30;

/** Heat, frequency and energy of the machine's CPUs while a job runs. */
export class SensorWatch {
  readonly #source: SensorSource;
  readonly #temperature = new Figure();
  readonly #frequency = new Figure();
  #energyJoules: number | null = null;
  readonly #timer: NodeJS.Timeout;

  /** null: nothing on this machine tells of them. */
  static start(host: Host, intervalSeconds: number): SensorWatch | null {
    const source = createSensorSource(host);
    return source === null ? null : new SensorWatch(source, intervalSeconds);
  }

  private constructor(source: SensorSource, intervalSeconds: number) {
    this.#source = source;
    this.sample();
    this.#timer = setInterval(() => this.sample(), Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, intervalSeconds)) * 1000).unref();
  }

  sample(): void {
    const { temperatureCelsius, frequencyMhz, energyJoules } = this.#source.read();
    this.#temperature.add(temperatureCelsius);
    this.#frequency.add(frequencyMhz);
    this.#energyJoules = energyJoules;
  }

  /** The last reading, and what all of them told. */
  stop(): Sensors {
    clearInterval(this.#timer);
    this.sample();
    const rounded = (value: number | null, decimals: number): number | null => (value === null ? null : Number(value.toFixed(decimals)));
    return {
      cpu_temperature_mean_celsius: rounded(this.#temperature.mean, 1),
      cpu_temperature_max_celsius: rounded(this.#temperature.most, 1),
      cpu_frequency_mean_mhz: rounded(this.#frequency.mean, 0),
      cpu_energy_joules: rounded(this.#energyJoules, 3),
    };
  }
}
