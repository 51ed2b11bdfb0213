import { refuseJunk } from "./unparsable.ts";
import { decodeUtf8 } from "./utf8.ts";

/** null where the file has no such line. */
export interface OsRelease {
  /** "Debian GNU/Linux 12 (bookworm)" */
  prettyName: string | null;
  name: string | null;
  version: string | null;
  /** "debian" */
  id: string | null;
  /** "12" */
  versionId: string | null;
  /** Ids of what it was made from, nearest first: "rhel", "fedora". */
  idLike: string[];
}

/**
 * ```text
 * PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
 * ID=debian
 * ID_LIKE='rhel fedora'
 * ```
 * Lines that a shell could read; a later one overrules. https://man7.org/linux/man-pages/man5/os-release.5.html
 */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line.trimEnd());
    if (match !== null) values.set(match[1] as string, unquote(match[2] as string));
  }
  if (values.size === 0) refuseJunk(text.replace(/^\s*#.*$/gm, ""), "os-release");
  return {
    prettyName: values.get("PRETTY_NAME") || null,
    name: values.get("NAME") || null,
    version: values.get("VERSION") || null,
    id: values.get("ID") || null,
    versionId: values.get("VERSION_ID") || null,
    idLike: values.get("ID_LIKE")?.split(/\s+/).filter(Boolean) ?? [],
  };
}

/** Within double quotes a backslash keeps the next character as it is, within single quotes nothing does. */
function unquote(value: string): string {
  const single = /^'([^']*)'/.exec(value);
  if (single) return decodeUtf8(single[1] as string);
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(value);
  return decodeUtf8((double ? (double[1] as string) : value).replace(/\\(.)/g, "$1"));
}
