import { parseDuration } from "../report/parse-duration.ts";
import type { SummaryFormat } from "../run/run-options.ts";

/**
 * One option of one command: how it is parsed, what `help` says, what README's table says. `T` is the type of the field it fills.
 */
export interface Option<T = unknown> {
  /** Without the dashes. In the environment it is RESTRACK_ and this in capitals, "_" for "-". */
  name: string;
  short?: string;
  /** Placeholder of the value in help, e.g. "FILE". A flag has none. */
  value?: string;
  /** What the option says when it stands without a value. Only flags and options with an optional value have one. */
  alone?: T;
  /** What holds when it is not given. */
  initial: T;
  /** The value's meaning, added to what stood before for options that may be repeated; undefined when it cannot be used. */
  read?(text: string, before: T, source: string): T | undefined;
  /** Ends "it must be ...". */
  expects?: string;
  /** A value that works, for the hint of an error. */
  example?: string;
  repeatable?: true;
  /** Names a file that a nested run must not write again: inherited from the environment it only counts when it holds a placeholder. */
  perRun?: true;
  group: "common" | "more";
  help: string;
}

/** Every field of T has its option, and every option its help: leaving one out does not compile. */
export type OptionTable<T> = { readonly [K in keyof T]-?: Option<T[K]> };

/** Any text but none. */
export const text = (value: string): string | undefined => (value === "" ? undefined : value);
export const oneOf =
  <T extends string>(...words: T[]) =>
  (value: string): T | undefined =>
    words.find((word) => word === value.toLowerCase());

export function readFileName(value: string): string | undefined {
  // "-" would be standard output, and that belongs to the command.
  return value === "" || value === "-" || value.includes("\0") ? undefined : value;
}

export function readTimeSpan(value: string): number | undefined {
  const seconds = parseDuration(value);
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

export const durationHint = "a duration such as 90, 90s, 1.5m, 2h30m or 1d";

export const format: Option<SummaryFormat> = {
  name: "format",
  value: "FORMAT",
  initial: "text",
  read: oneOf("text", "json", "markdown"),
  expects: "text, json or markdown",
  example: "markdown",
  group: "common",
  help: "text, json or markdown",
};
