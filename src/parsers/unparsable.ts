/** For text that is there and makes no sense: quotes the line, names the source. */
export function unparsable(source: string, line: string): SyntaxError {
  const quoted = JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line);
  return new SyntaxError(`Cannot parse ${source}: unexpected line ${quoted}`);
}

/** Nothing was found in `text`: fine when it is blank, an error that quotes its first line when it is not. */
export function refuseJunk(text: string, source: string): void {
  const junk = /\S.*/.exec(text);
  if (junk !== null) throw unparsable(source, junk[0].trimEnd());
}

/** The record, unless nothing of it was found in a text that is not blank. */
export function unlessJunk<T extends object>(record: T, text: string, source: string): T {
  for (const value of Object.values(record)) if (value !== null) return record;
  refuseJunk(text, source);
  return record;
}
