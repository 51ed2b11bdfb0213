import type { Host } from "../../host/host.ts";
import { parseSysfsNumber } from "../../parsers/sysfs-number.ts";
import type { SensorReading, SensorSource } from "../sensor-source.ts";

/** null: this machine tells nothing of the kind, as most virtual ones. */
export function createSensorSource(host: Host): SensorSource | null {
  const source = new LinuxSensors(host);
  return source.tells ? source : null;
}

/** Files read each time; of more cores some in turn. */
const MOST_FILES = 8;
/** Some kernels wait for an idle core to tell its frequency, for 20 ms: not more than this share of the time goes into that. */
const FREQUENCY_SHARE = 1 / 200;
const PATIENCE_MS = 1;

class LinuxSensors implements SensorSource {
  readonly #host: Host;
  readonly #temperatures: readonly string[];
  readonly #frequencies: readonly string[];
  readonly #zones: readonly EnergyZone[];
  #nextFrequency = 0;
  #frequencyDueMs = -Infinity;
  #frequencyMhz: number | null = null;

  constructor(host: Host) {
    this.#host = host;
    this.#temperatures = findTemperatures(host).slice(0, MOST_FILES);
    this.#frequencies = findFrequencies(host);
    this.#zones = findEnergyZones(host);
  }

  get tells(): boolean {
    return this.#temperatures.length + this.#frequencies.length + this.#zones.length > 0;
  }

  read(): SensorReading {
    const degrees = this.#temperatures.flatMap((path) => celsius(this.#host.readText(path)) ?? []);
    const joules = this.#zones.map((zone) => zone.joules());
    return {
      temperatureCelsius: degrees.length === 0 ? null : Math.max(...degrees),
      frequencyMhz: this.#readFrequency(),
      // Of a part of the CPUs nobody wants to know.
      energyJoules: joules.length === 0 || joules.includes(null) ? null : joules.reduce<number>((sum, value) => sum + value!, 0),
    };
  }

  /** As heard last, where it costs too much to ask again. */
  #readFrequency(): number | null {
    const startMs = this.#host.monotonicMs();
    if (startMs < this.#frequencyDueMs) return this.#frequencyMhz;
    const known: number[] = [];
    for (let count = 0; count < Math.min(MOST_FILES, this.#frequencies.length); count++) {
      const kilohertz = parseSysfsNumber(this.#host.readText(this.#frequencies[this.#nextFrequency++ % this.#frequencies.length]!) ?? "");
      if (kilohertz !== null && kilohertz > 0) known.push(kilohertz / 1000);
      if (this.#host.monotonicMs() > startMs + PATIENCE_MS) break;
    }
    const endMs = this.#host.monotonicMs();
    this.#frequencyDueMs = endMs + (endMs - startMs) / FREQUENCY_SHARE;
    return (this.#frequencyMhz = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length);
  }
}

/** What a sensor that is not connected tells is far off, or 0. */
function celsius(text: string | null | undefined): number | null {
  const degrees = (parseSysfsNumber(text ?? "") ?? 0) / 1000;
  return degrees !== 0 && degrees > -50 && degrees < 150 ? degrees : null;
}

/** Of each CPU package; where no driver tells of packages, of its cores or of what the firmware calls the CPU. */
function findTemperatures(host: Host): string[] {
  const chips = below(host, "/sys/class/hwmon").filter((chip) => /^(?:coretemp|k10temp|zenpower|cpu_thermal|via_cputemp)$/.test(word(host, `${chip}/name`)));
  const found = chips.flatMap((chip) => {
    const inputs = below(host, chip).filter((path) => /\/temp\d+_input$/.test(path) && celsius(host.readText(path)) !== null);
    const labelled = (label: RegExp): string[] => inputs.filter((path) => label.test(word(host, path.replace(/input$/, "label"))));
    // AMD's Tctl is what its fans go by: on some models 10 or 27 degrees more than there are.
    return [labelled(/^Package id/), labelled(/^Tdie$/), labelled(/^Tctl$/), inputs].find(({ length }) => length > 0) ?? [];
  });
  if (found.length > 0) return found;
  const zones = below(host, "/sys/class/thermal").filter((zone) => /\/thermal_zone\d+$/.test(zone) && celsius(host.readText(`${zone}/temp`)) !== null);
  const typed = (type: RegExp): string[] => zones.filter((zone) => type.test(word(host, `${zone}/type`))).map((zone) => `${zone}/temp`);
  return [typed(/^x86_pkg_temp$/), typed(/^cpu|[-_]cpu|^TCPU$/i), typed(/^soc/)].find(({ length }) => length > 0) ?? [];
}

/** Cores that always have the same frequency are one policy. */
function findFrequencies(host: Host): string[] {
  const files = below(host, "/sys/devices/system/cpu/cpufreq").filter((path) => /\/policy\d+$/.test(path)).map((policy) => `${policy}/scaling_cur_freq`);
  return files.length > 0 && parseSysfsNumber(host.readText(files[0]!) ?? "") !== null ? files : [];
}

/** The packages: what lies within one (cores, memory) and what contains all (psys) would count twice. On most machines only root may read them. */
function findEnergyZones(host: Host): EnergyZone[] {
  const packages = below(host, "/sys/class/powercap").filter((zone) => /\/intel-rapl:\d+$/.test(zone) && word(host, `${zone}/name`).startsWith("package"));
  const zones = packages.map((zone) => new EnergyZone(host, zone));
  return zones.some((zone) => zone.joules() === null) ? [] : zones;
}

/** A counter of microjoules that begins again at its end, on a busy server every few minutes. */
class EnergyZone {
  readonly #host: Host;
  readonly #path: string;
  readonly #range: number | null;
  #before: number | null = null;
  #sum = 0;

  constructor(host: Host, path: string) {
    this.#host = host;
    this.#path = path;
    this.#range = parseSysfsNumber(host.readText(`${path}/max_energy_range_uj`) ?? "");
  }

  /** Since the first time; null: not known, and never again. */
  joules(): number | null {
    const now = parseSysfsNumber(this.#host.readText(`${this.#path}/energy_uj`) ?? "");
    const passed = now === null || this.#before === null ? 0 : now - this.#before;
    this.#sum += now === null || (passed < 0 && this.#range === null) ? NaN : passed < 0 ? passed + this.#range! : passed;
    this.#before = now;
    return Number.isNaN(this.#sum) ? null : this.#sum / 1e6;
  }
}

/** In the order of their numbers. */
function below(host: Host, folder: string): string[] {
  return (host.listFolder(folder) ?? []).toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).map((name) => `${folder}/${name}`);
}

const word = (host: Host, path: string): string => (host.readText(path) ?? "").trim();
