/** Files are read as latin1, one byte one character; names that people see or paths that are opened are UTF-8. */
export function decodeUtf8(latin1: string): string {
  return beyondAscii.test(latin1) ? Buffer.from(latin1, "latin1").toString("utf8") : latin1;
}

/** A task's name, which the kernel cuts at 15 bytes: a character that was cut in two is left out. */
export function decodeTaskName(latin1: string): string {
  return beyondAscii.test(latin1) ? decodeUtf8(latin1).replace(/\uFFFD+$/, "") : latin1;
}

const beyondAscii = /[\x80-\xff]/;
