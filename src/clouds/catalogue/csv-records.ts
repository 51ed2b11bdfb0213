/** The records of a CSV as RFC 4180 writes it, with the line each begins in. Fields may be quoted, and hold commas, quotes and line ends then. */
export function* csvRecords(text: string): Generator<{ line: number; fields: string[] }, void> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = 1; at < text.length; ) {
    const started = line;
    const fields: string[] = [];
    for (let more = true; more; ) {
      let field = "";
      if (text[at] === '"') {
        for (at++; at < text.length; at++) {
          if (text[at] === '"' && text[++at] !== '"') break;
          if (text[at] === "\n") line++;
          field += text[at] ?? "";
        }
      }
      const from = at;
      while (at < text.length && text[at] !== "," && text[at] !== "\n") at++;
      fields.push(field + text.slice(from, at));
      more = text[at] === ",";
      at++;
    }
    line++;
    const last = fields.length - 1;
    fields[last] = fields[last]!.replace(/\r$/, "");
    if (last > 0 || fields[0]!.trim() !== "") yield { line: started, fields: fields.map((field) => field.trim()) };
  }
}
