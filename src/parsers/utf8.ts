/** Files are read as latin1, one byte one character; names that people see or paths that are opened are UTF-8. */
export function decodeUtf8(latin1: string): string {
  return isAscii(latin1) ? latin1 : Buffer.from(latin1, "latin1").toString("utf8");
}

/** A task's name, which the kernel cuts at 15 bytes: a character that was cut in two is left out. */
export function decodeTaskName(latin1: string): string {
  return isAscii(latin1) ? latin1 : decodeUtf8(latin1).replace(/\uFFFD+$/, "");
}

/** A regular expression takes ten times as long for names this short. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
