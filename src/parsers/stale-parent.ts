/** What a process says of where it comes from. */
export interface Descent {
  pid: number;
  parentPid: number | null;
  /** null is believed: nothing speaks against its parent. */
  createdSeconds: number | null;
}

/**
 * The parent that is alive; null when it is gone. Windows keeps the id of a parent that has ended and gives it to others:
 * a child is younger than its parent, so whoever is younger than the child only has the parent's id.
 */
export function livingParent<T extends Descent>(child: Descent, processes: ReadonlyMap<number, T>): T | null {
  // The idle process names itself.
  if (child.parentPid === null || child.parentPid === child.pid) return null;
  const parent = processes.get(child.parentPid);
  if (parent === undefined) return null;
  const isStale = parent.createdSeconds !== null && child.createdSeconds !== null && parent.createdSeconds > child.createdSeconds;
  return isStale ? null : parent;
}

/** Whether `ancestorPid` is among the parents of `child`, over living ones only. */
export function isDescendant(child: Descent, ancestorPid: number, processes: ReadonlyMap<number, Descent>): boolean {
  let parent = livingParent(child, processes);
  // Ids that are stale but have no dates can go in a circle.
  for (let steps = 0; parent !== null && steps < processes.size; steps++) {
    if (parent.pid === ancestorPid) return true;
    parent = livingParent(parent, processes);
  }
  return false;
}
