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
  const own = linksIn("/proc/self/fd").filter(([fd, link]) => fd >= 3 && fd <= HIGHEST_CLOSED && !NODES_OWN.test(link));
  const pipes = new Set(own.flatMap(([, link]) => (link.startsWith("pipe:") ? link : [])));
  const parents = pipes.size === 0 ? [] : linksIn(`/proc/${process.ppid}/fd`).map(([, link]) => link);
  for (const pipe of pipes) {
    // Node holds both ends of its own pipes. So does a make of its jobserver's; but that our parent has, too.
    if (!parents.includes(pipe) && hasBothEnds(own.filter(([, link]) => link === pipe))) pipes.delete(pipe);
  }
  return own.flatMap(([fd, link]) => (link.startsWith("pipe:") && !pipes.has(link) ? [] : fd)).sort((a, b) => a - b);
}

/** The links below /proc/self/fd may be "read" by whom can read from the file, and "written" likewise. */
function hasBothEnds(descriptors: readonly [number, string][]): boolean {
  if (descriptors.length < 2) return false;
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
