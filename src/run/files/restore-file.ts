import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";

const CHUNK_BYTES = 65_536;

/**
 * Writes a file that was deleted while we had it open once more, from its descriptor. null, or the error: whatever lies at
 * `path` by now is somebody else's and stays.
 */
export function restoreFile(path: string, fd: number, length: number): unknown {
  let copy: number;
  try {
    copy = openSync(path, "wx", fstatSync(fd).mode & 0o777);
  } catch (error) {
    return error;
  }
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    for (let at = 0; at < length; ) {
      const count = readSync(fd, buffer, 0, Math.min(buffer.length, length - at), at);
      if (count === 0) break;
      for (let done = 0; done < count; ) done += writeSync(copy, buffer, done, count - done);
      at += count;
    }
    return null;
  } catch (error) {
    return error;
  } finally {
    closeSync(copy);
  }
}
