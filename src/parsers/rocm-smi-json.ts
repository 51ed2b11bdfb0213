import { type AmdRecord, amdText, amdUuid, amdValue, isRecord } from "./amd-value.ts";
import { parseJsonInText } from "./json-in-text.ts";
import { refuseJunk } from "./unparsable.ts";

export interface RocmSmi {
  devices: RocmSmiGpu[];
  /** Those that compute; on which GPU they do is not told. Empty also where nobody asked for them (--showpids). */
  processes: RocmSmiProcess[];
}

/** One GPU at one moment. */
export interface RocmSmiGpu {
  index: number;
  /** As ROCR_VISIBLE_DEVICES names it. */
  uuid: string | null;
  name: string | null;
  /** 0..1 */
  usage: number | null;
  vramBytes: number | null;
  vramTotalBytes: number | null;
  powerWatts: number | null;
  temperatureCelsius: number | null;
}

export interface RocmSmiProcess {
  pid: number;
  name: string | null;
  /** On all GPUs together. */
  vramBytes: number | null;
}

/**
 * `rocm-smi --showuse --showmeminfo vram --showpower --showtemp --showproductname --showuniqueid --showpids --json`: a record for each card,
 * all values text, their units in the names; and one for the system with the processes: name, GPUs, bytes of VRAM, SDMA, occupied CUs.
 * Releases differ in capital letters and in which power they tell.
 *
 * ```text
 * {"card0": {"GPU use (%)": "88", "VRAM Total Used Memory (B)": "1048576", "Average Graphics Package Power (W)": "150.0"},
 *  "system": {"PID4711": "python3, 1, 1048576, 0, 0"}}
 * ```
 * https://rocm.docs.amd.com/projects/rocm_smi_lib/en/latest/how-to/use-python.html
 */
export function parseRocmSmi(text: string): RocmSmi {
  const json = parseJsonInText(text, "rocm-smi");
  if (json === null) return { devices: [], processes: [] };
  const records = isRecord(json) ? Object.entries(json).flatMap(([name, record]) => (isRecord(record) ? [{ name, record }] : [])) : [];
  const devices = records.flatMap(({ name, record }) => {
    const index = /^card(\d{1,4})$/i.exec(name)?.[1];
    return index === undefined ? [] : [toGpu(Number(index), record)];
  });
  const system = records.filter(({ name }) => name.toLowerCase() === "system");
  if (devices.length === 0 && system.length === 0) refuseJunk(text, "rocm-smi");
  return { devices: devices.sort((a, b) => a.index - b.index), processes: system.flatMap(({ record }) => Object.entries(record).flatMap(toProcess)) };
}

function toGpu(index: number, record: AmdRecord): RocmSmiGpu {
  const named = Object.entries(record).map(([name, value]) => [name.trim().toLowerCase(), value] as const);
  const first = (pattern: RegExp, unit: string): number | null => {
    for (const [name, value] of named) {
      const known = pattern.test(name) ? amdValue(value, unit) : null;
      if (known !== null) return known;
    }
    return null;
  };
  const text = (name: string): string | null => amdText(named.find(([other]) => other === name)?.[1]);
  return {
    index,
    uuid: amdUuid(text("unique id")),
    name: nameOnly(text("card series")) ?? nameOnly(text("device name")) ?? nameOnly(text("card model")),
    usage: first(/^gpu use \(%\)$/, "%"),
    // Not "vis_vram …", the part that the CPU can reach.
    vramBytes: first(/^vram total used memory \(b\)$/, "B"),
    vramTotalBytes: first(/^vram total memory \(b\)$/, "B"),
    powerWatts: first(/^(?:average|current)(?: socket)?(?: graphics package)? power \(w\)$/, "W"),
    temperatureCelsius: first(/^temperature \(sensor edge\) \(c\)$/, "C") ?? first(/^temperature \(sensor (?:junction|hotspot)\) \(c\)$/, "C"),
  };
}

/** Some releases tell the number of its kind there. */
const nameOnly = (name: string | null): string | null => (name === null || /^0x/i.test(name) ? null : name);

function toProcess([key, value]: [string, unknown]): RocmSmiProcess[] {
  const pid = /^PID(\d{1,10})$/i.exec(key)?.[1];
  if (pid === undefined || typeof value !== "string") return [];
  // A name may hold commas itself.
  const [, name, vram] = /^(.*),\s*[^,]*,\s*([^,]*),[^,]*,[^,]*$/s.exec(value) ?? [];
  return [{ pid: Number(pid), name: amdText(name), vramBytes: vram === undefined ? null : amdValue(vram, "B") }];
}
