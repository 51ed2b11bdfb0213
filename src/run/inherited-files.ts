import { lstatSync, readdirSync, readlinkSync } from "node:fs";

/** What Node opens for itself before any of our code runs. */
const NODES_OWN = /^anon_inode:|^\/dev\/null$/;
/** libuv closes inherited descriptors to a child up to here; those above stay open by themselves. */
const HIGHEST_CLOSED = 64;

/**
 * The descriptors from 3 up that restrack was started with: a jobserver's pipe, a lock file, a shell's `3>log`. Node
 * marks them as not to be inherited, so they are handed to the job by name; else `make -j` would fall back to one job.
 * Call it before anything is opened. Ascending.
 */
export function inheritedFiles(): number[] {
  const own = linksIn("/proc/self/fd");
  const found: number[] = [];
  let parents: Set<string> | null = null;
  for (const [fd, link] of own) {
    if (fd < 3 || fd > HIGHEST_CLOSED || NODES_OWN.test(link)) continue;
    if (link.startsWith("pipe:") && hasBothEnds(own.filter(([, name]) => name === link))) {
      // Node's own pipes are like that. So is a jobserver's; but then our parent has it, too.
      parents ??= new Set(linksIn(`/proc/${process.ppid}/fd`).map(([, name]) => name));
      if (!parents.has(link)) continue;
    }
    found.push(fd);
  }
  return found.sort((a, b) => a - b);
}

/** The links below /proc/self/fd may be "read" by whom can read from the file, and "written" likewise. */
function hasBothEnds(descriptors: readonly [number, string][]): boolean {
  const modes = descriptors.map(([fd]) => lstatSync(`/proc/self/fd/${fd}`).mode);
  return modes.some((mode) => mode & 0o400) && modes.some((mode) => mode & 0o200);
}

function linksIn(folder: string): [number, string][] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return []; // not Linux, or another user's process: nothing to be known
  }
  const links: [number, string][] = [];
  for (const name of names) {
    try {
      links.push([Number(name), readlinkSync(`${folder}/${name}`)]);
    } catch {
      // The descriptor of this very listing, closed by now.
    }
  }
  return links;
}
