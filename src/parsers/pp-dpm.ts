import { refuseJunk } from "./unparsable.ts";

/** One clock that a part of an AMD GPU can run at. */
export interface PpDpmLevel {
  level: number;
  megahertz: number;
  isActive: boolean;
}

/**
 * ```text
 * 0: 200Mhz
 * 1: 550Mhz *
 * ```
 * /sys/class/drm/card0/device/pp_dpm_sclk and the like; a star marks the one it runs at now. "S", asleep, stands for a level on some.
 * https://docs.kernel.org/gpu/amdgpu/thermal.html
 */
export function parsePpDpm(text: string): PpDpmLevel[] {
  const levels = Array.from(text.matchAll(/^\s*(\d{1,3}):\s*(\d{1,6})\s*MHz\b[ \t]*(\*?)/gim), ([, level, megahertz, star]) => ({ level: Number(level), megahertz: Number(megahertz), isActive: star === "*" }));
  if (levels.length === 0 && !/^\s*S:/m.test(text)) refuseJunk(text, "pp_dpm");
  return levels;
}
