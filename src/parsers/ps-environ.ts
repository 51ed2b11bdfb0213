/**
 * Which processes were started with NAME=VALUE where `id` is among the parts of VALUE, of `ps eww` (Linux, BSD) and `ps -Eww`
 * (macOS) that print "PID COMMAND ENVIRONMENT" with blanks between them:
 * ```text
 *   614 /usr/bin/python3 train.py HOME=/home/ann RESTRACK_RUN_ID=9f3c11/04ab7e PATH=/usr/bin
 * ```
 * A command that names the variable itself is not told apart from one that carries it.
 */
export function parsePsEnviron(text: string, name: string): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const start = ` ${name}=`;
  for (const line of text.split("\n")) {
    const pid = /^\s*(\d{1,10})\s/.exec(line)?.[1];
    const ids: string[] = [];
    for (let at = line.indexOf(start); pid !== undefined && at !== -1; at = line.indexOf(start, at + 1)) {
      const value = line.slice(at + start.length);
      ids.push(...value.slice(0, /\s|$/.exec(value)!.index).split("/"));
    }
    if (pid !== undefined && ids.length > 0) found.set(Number(pid), ids);
  }
  return found;
}
