import { toCimProcesses, type CimProcess } from "./cim-processes.ts";
import { toCimSystem, type CimSystem } from "./cim-system.ts";
import { cimNumber, isRecord } from "./cim-value.ts";

export interface PowerShellAnswer {
  /** The number of the question. */
  seq: number;
  /** null when the answer has no such part. */
  processes: CimProcess[] | null;
  system: CimSystem | null;
  /** Processes that were held and have ended, with the times they have used in the end. */
  ended: CimProcess[] | null;
}

/**
 * ```text
 * WARNING: a new version of PowerShell is available
 * {"seq":7,"processes":[{"ProcessId":4216, …}],"system":{"Win32_OperatingSystem":{…}}}
 * ```
 * What one PowerShell session writes, one line an answer, in chunks as they come. Lines that are no answer are skipped:
 * warnings, advertisements, an error's text, and lines that are longer than any answer.
 */
export class PowerShellLines {
  readonly #decoder = new TextDecoder();
  readonly #longestLine: number;
  #parts: string[] = [];
  #length = 0;

  /** In characters. */
  constructor(longestLine = LONGEST_LINE) {
    this.#longestLine = longestLine;
  }

  /** The answers whose line ends in this chunk. Bytes are UTF-8, and may be cut within a character. */
  read(chunk: Uint8Array | string): PowerShellAnswer[] {
    const text = typeof chunk === "string" ? chunk : this.#decoder.decode(chunk, { stream: true });
    const answers: PowerShellAnswer[] = [];
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      this.#hold(text.slice(start, end));
      const answer = this.end();
      if (answer !== null) answers.push(answer);
      start = end + 1;
    }
    this.#hold(text.slice(start));
    return answers;
  }

  /** The answer in what is held of a last line; null when there is none. */
  end(): PowerShellAnswer | null {
    const line = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    return parseAnswer(line);
  }

  #hold(part: string): void {
    if (part === "") return;
    this.#length += part.length;
    // What was held goes, and nothing is held until the line ends.
    if (this.#length > this.#longestLine) this.#parts = [];
    else this.#parts.push(part);
  }
}

/** A thousand processes with long command lines take less than 1 MiB. */
const LONGEST_LINE = 32 * 1024 * 1024;

/** All answers of a text that is whole. */
export function parsePowerShellLines(text: string): PowerShellAnswer[] {
  const lines = new PowerShellLines();
  const answers = lines.read(text);
  const last = lines.end();
  return last === null ? answers : [...answers, last];
}

function parseAnswer(line: string): PowerShellAnswer | null {
  // A byte order mark or a prompt may stand before it.
  const known = line.indexOf('{"seq"');
  const start = known === -1 ? line.indexOf("{") : known;
  const value = start === -1 ? undefined : tryJson(line.slice(start));
  const seq = isRecord(value) ? cimNumber(value, "seq") : null;
  if (!isRecord(value) || seq === null || !Number.isInteger(seq)) return null;
  const { processes, system, ended } = value;
  return {
    seq,
    processes: processes === undefined || processes === null ? null : toCimProcesses(processes),
    system: isRecord(system) ? toCimSystem(system) : null,
    ended: ended === undefined || ended === null ? null : toCimProcesses(ended),
  };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
