/**
 * ```text
 * PATH=/usr/bin:/bin␀RESTRACK_RUN_ID=9f3c11/04ab7e␀HOME=/home/ann␀
 * ```
 * Entries end with NUL (drawn as ␀), as the process was started with them; runs within runs are joined by "/".
 * True when one entry called `name` has `id` among those parts.
 * https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html
 */
export function environHasRunId(text: string, name: string, id: string): boolean {
  if (id === "") return false;
  const start = `${name}=`;
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + 1)) {
    if (at > 0 && text.charCodeAt(at - 1) !== 0) continue;
    const end = text.indexOf("\0", at);
    const value = text.slice(at + start.length, end === -1 ? text.length : end);
    if (value.split("/").includes(id)) return true;
  }
  return false;
}
