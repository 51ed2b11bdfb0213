/**
 * What runs a few hundred lines once a second gains nothing from being optimized, nor from garbage collected by four threads
 * at once: both cost more than the measuring itself. Measured on a tree of one process: 2.1 ms of CPU a second with them, 1.3
 * without, and 4 MiB less memory. Only for the command; a program that uses the library decides for itself.
 */
const FLAGS = ["--no-opt", "--no-memory-reducer", "--no-parallel-scavenge", "--no-concurrent-marking", "--no-concurrent-sweeping"];

/** Later than start.ts would still keep compiled code: that must not be of a V8 with other options. */
const QUIET_AFTER_MS = 600;

/** Takes effect soon, when the job has started: loading what it needs takes a millisecond. */
export function quietRuntime(): void {
  setTimeout(async () => {
    const { setFlagsFromString } = await import("node:v8");
    for (const flag of FLAGS) setFlagsFromString(flag);
  }, QUIET_AFTER_MS).unref();
}
