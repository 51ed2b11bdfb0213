/**
 * restrack as a library: start a command and measure it, or read what was recorded.
 *
 * @example
 * import { track } from "restrack";
 * const { report, exitCode } = await track(["python", "train.py"], { csv: "out.csv" });
 * console.log(report.totals.cpu_user_seconds, report.peaks.memory_mib);
 */
export { track, type TrackOptions } from "./run/library.ts";
export type { TrackedRun } from "./run/track.ts";
export { detectCloud, recommendResources, recommendServers, serverInfo } from "./run/library-recommend.ts";
export type { CloudInfo } from "./clouds/cloud-info.ts";
export type { Catalogue, Region, Server, Vendor } from "./clouds/catalogue/catalogue.ts";
export type { RecommendedResources, ResourceOptions } from "./recommend/resources.ts";
export type { RecommendedServer, RunCost, ServerAdvice, ServerOptions } from "./recommend/servers.ts";
export type { ServerInfo } from "./sources/source.ts";
export { readCsv } from "./run/files/recorded-run.ts";
export type { Frame } from "./frame/frame.ts";
export { columns, type Column, type ColumnKind } from "./frame/columns.ts";
export { summarize, type Stats } from "./stats/summary.ts";
export type { Report, Accounting, Totals, Peaks, ProgramUse, GpuUse, Sensors, Overhead, Finding, Warning } from "./report/report.ts";
export type { Sample, SystemSample, TreeSample, GpuSample } from "./sample/sample.ts";
export { RestrackError, type ErrorCode } from "./errors.ts";
