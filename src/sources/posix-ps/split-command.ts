/** A command as ps prints it, in which nobody tells apart the blanks between words from those within one. */
export interface SplitCommand {
  comm: string;
  /** None of what has no command line: threads of the kernel and what has ended. */
  words: string[];
}

/**
 * ```text
 * {configure} /bin/sh ./configure --quiet                             BusyBox: what it calls itself, and how it was started
 * [kworker/0:1]                                                       a thread of the kernel
 * /Applications/My App.app/Contents/MacOS/My App --type=renderer      macOS: bundles have blanks in their names
 * ```
 */
export function splitCommand(command: string): SplitCommand {
  const nameless = /^(?:\[(\S.*)\](?: <defunct>)?|<defunct>)$/.exec(command);
  if (nameless) return { comm: nameless[1] ?? command, words: [] };
  const [, ownName, started = command] = /^\{([^}]*)\} (.*)$/s.exec(command) ?? [];
  const bundled = programOfBundle(started);
  const words = wordsOf(bundled === null ? started : started.slice(bundled.length));
  if (bundled !== null) words.unshift(bundled);
  // "nginx: worker process" is how a program says what it does.
  return { comm: ownName ?? words[0]?.replace(/^.*\//, "").replace(/(?<=.):$/, "") ?? "", words };
}

const IN_BUNDLE = ".app/Contents/MacOS/";

/** A bundle's program is mostly called as the bundle is. Behind " /" another word begins. */
function programOfBundle(command: string): string | null {
  const bundle = command.slice(0, Math.max(0, command.indexOf(IN_BUNDLE)));
  if (!bundle.startsWith("/") || bundle.includes(" /")) return null;
  const program = bundle + IN_BUNDLE + bundle.slice(bundle.lastIndexOf("/") + 1);
  return command === program || command.startsWith(`${program} `) ? program : null;
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");
