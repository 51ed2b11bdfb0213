import { refuseJunk } from "./unparsable.ts";

/** One object of the registry. */
export interface IoregObject {
  /** null: its head is not there. */
  name: string | null;
  className: string | null;
  properties: IoregDictionary;
}

export interface IoregDictionary {
  [key: string]: IoregValue;
}

/** Numbers beyond 2^53 are bigints. Data is text where ioreg shows it as text, else its digits in angle brackets. */
export type IoregValue = string | number | bigint | boolean | IoregValue[] | IoregDictionary;

/**
 * `ioreg -r -c CLASS -d 1 -w 0`: objects and their properties, a property a line (-w 0 cuts none off). Below others an object is further
 * to the right, behind bars.
 *
 * ```text
 * +-o AGXAcceleratorZ  <class AGXAcceleratorZ, id 0x100000001, registered, matched, active, busy 0 (1 ms), retain 9>
 *   | {
 *   |   "model" = "Apple Z1"
 *   |   "Statistics" = {"Bytes (Read)"=4096,"Name, {and} more"="x=1","Sizes"=(1,2)}
 *   |   "IOMatchedAtBoot" = Yes
 *   | }
 * ```
 * ioreg(8)
 */
export function parseIoreg(text: string): IoregObject[] {
  const objects: IoregObject[] = [];
  for (const [, head, property] of text.matchAll(/^[ \t|]*(?:\+-o (.*)|("[^\n]*))$/gm)) {
    if (head !== undefined) {
      const [, name = "", className] = /^(.*?)\s*(?:<class ([^,>]+).*)?$/.exec(head.trim()) ?? [];
      objects.push({ name, className: className?.trim() ?? null, properties: emptyDictionary() });
    } else if (property !== undefined) {
      const pair = new Line(property).pair(/\s*=\s*/y);
      if (pair === null) continue;
      if (objects.length === 0) objects.push({ name: null, className: null, properties: emptyDictionary() });
      objects.at(-1)!.properties[pair[0]] = pair[1];
    }
  }
  if (objects.length === 0) refuseJunk(text, "ioreg");
  return objects;
}

/** A key may be called anything, also like what every object of JavaScript has. */
const emptyDictionary = (): IoregDictionary => Object.create(null) as IoregDictionary;

/** More than this inside one another is no registry. */
const DEEPEST = 32;

/** Reads along a line; every method gives null where it does not go on as it should. */
class Line {
  #at = 0;
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
  }

  /** "key"=value */
  pair(between: RegExp, depth = 0): [key: string, value: IoregValue] | null {
    const key = this.#string();
    if (key === null || this.#take(between) === null) return null;
    const value = this.#value(depth);
    return value === null ? null : [key, value];
  }

  #value(depth: number): IoregValue | null {
    if (depth > DEEPEST) return null;
    switch (this.#line[this.#at]) {
      case '"':
        return depth === 0 ? (this.#take(/"(.*)"\s*$/y)?.[1] ?? null) : this.#string();
      case "{":
        return this.#dictionary(depth);
      case "(":
        return this.#list(")", depth);
      case "[":
        return this.#list("]", depth);
      case "<":
        return this.#data();
      default:
        return this.#word();
    }
  }

  /** Quotes within are printed as they are: it ends at one behind which something else can begin; a property's own at the last of the line. */
  #string(): string | null {
    return this.#take(/"([^\n]*?)"(?=\s*(?:[,=})\]>]|$))/y)?.[1] ?? null;
  }

  #dictionary(depth: number): IoregDictionary | null {
    const dictionary = emptyDictionary();
    this.#at++;
    while (this.#take(/\s*\}/y) === null) {
      const pair = this.pair(/\s*=\s*/y, depth + 1);
      if (pair === null) return null;
      dictionary[pair[0]] = pair[1];
      this.#take(/\s*,\s*/y);
    }
    return dictionary;
  }

  #list(end: ")" | "]", depth: number): IoregValue[] | null {
    const list: IoregValue[] = [];
    this.#at++;
    while (this.#take(end === ")" ? /\s*\)/y : /\s*\]/y) === null) {
      const value = this.#value(depth + 1);
      if (value === null) return null;
      list.push(value);
      this.#take(/\s*,\s*/y);
    }
    return list;
  }

  /** Digits, or text with a null character behind each. */
  #data(): string | null {
    const texts = this.#take(/<("[^\n]*?")>/y)?.[1];
    return texts === undefined ? (this.#take(/<[\da-fA-F\s]*>/y)?.[0] ?? null) : texts.slice(1, -1);
  }

  #word(): boolean | number | bigint | null {
    const word = this.#take(/Yes|No|True|False|-?(?:0x[\da-f]+|\d+(?:\.\d+)?)/iy)?.[0].toLowerCase();
    if (word === undefined) return null;
    if (/^[yt]/.test(word)) return true;
    if (/^[nf]/.test(word)) return false;
    const number = Number(word);
    return Number.isSafeInteger(number) || word.includes(".") ? number : BigInt(word);
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#line);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}
