import type { RecommendedServer } from "../../recommend/servers.ts";
import { cut, displayWidth, pad, visible, wrap } from "../visible.ts";
import { formatUsd, runsPerPrice } from "./money.ts";
import { formatGib, gpusOf, legendOf, marksOf, serverName } from "./need.ts";
import { timeUnit } from "./time-unit.ts";

const MARGIN = 2;
const GAP = 2;
/** However much stands behind them, so much is left for names and regions. */
const NARROWEST_NAMES = 16;

interface Row {
  name: string;
  region: string;
  /** Aligned with those of the other rows, with a gap before each. */
  numbers: string;
  words: string;
}

/**
 * The head, each server's line or lines, best first, and what explains them. A server's name is what one orders by and is not cut: where
 * it has no room before its numbers it stands above them.
 */
export function serverTable(servers: readonly RecommendedServer[], width: number): { head: string; servers: string[][]; below: string[] } {
  const runs = runsPerPrice(servers);
  const time = timeUnit(servers.map(({ seconds }) => seconds));
  const [head = "", ...numbers] = alignRight([
    ["vCPU", "GiB", "$/hour", time.name, runs === 1 ? "$/run" : "$/1000"],
    ...servers.map(({ vcpus, memory_mib, usd_per_hour, seconds, usd }) => [String(vcpus), formatGib(memory_mib), plainUsd(usd_per_hour), time.format(seconds), plainUsd(usd * runs)]),
  ]);
  const mostWords = width - MARGIN - NARROWEST_NAMES - head.length - GAP;
  const rows = servers.map((server, index) => ({
    name: visible(serverName(server)),
    region: visible(server.region),
    numbers: numbers[index]!,
    words: cut([...marksOf(server, servers), gpusOf(server)].filter(Boolean).join("  "), mostWords),
  }));
  const wordsWidth = Math.max(...rows.map(({ words }) => displayWidth(words)));
  const room = width - MARGIN - head.length - (wordsWidth > 0 ? GAP + wordsWidth : 0);
  const [nameWidth, regionWidth] = columnsWithin(room, rows);
  const line = (name: string, region: string, rest: string): string => " ".repeat(MARGIN) + pad(pad(name, nameWidth + GAP) + region, nameWidth + GAP + regionWidth) + rest;
  return {
    head: line("server", "region", head),
    servers: rows.map(({ name, region, numbers, words }) => {
      const rest = `${numbers}${" ".repeat(GAP)}${words}`;
      if (displayWidth(name) <= nameWidth && displayWidth(region) <= regionWidth) return [line(name, region, rest)];
      return [" ".repeat(MARGIN) + cut(`${name}${" ".repeat(GAP)}${region}`, width - MARGIN), line("", "", rest)];
    }),
    below: explanations(servers, runs).flatMap((text) => wrap(text, width - MARGIN).map((part) => " ".repeat(MARGIN) + cut(part, width - MARGIN))),
  };
}

function explanations(servers: readonly RecommendedServer[], runs: number): string[] {
  return [...(runs === 1 ? [] : ["$/1000: for 1,000 such runs"]), ...legendOf(servers)];
}

/** As wide as the names and regions that go together into the room. */
function columnsWithin(room: number, rows: readonly Row[]): [name: number, region: number] {
  const columns: [number, number] = ["server".length, "region".length];
  for (const { name, region } of rows) {
    const wider: [number, number] = [Math.max(columns[0], displayWidth(name)), Math.max(columns[1], displayWidth(region))];
    if (wider[0] + GAP + wider[1] <= room) [columns[0], columns[1]] = wider;
  }
  return columns;
}

function alignRight(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => " ".repeat(GAP) + cell.padStart(widths[column]!)).join(""));
}

/** The head of the column says that it is dollars. */
const plainUsd = (usd: number): string => formatUsd(usd).slice(1);
