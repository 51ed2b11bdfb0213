import { decodeUtf8 } from "./utf8.ts";

/**
 * ```text
 * python3␀-c␀print("a b")␀
 * postgres: checkpointer        
 * nginx: worker process␀␀␀␀␀␀␀
 * ```
 * Each argument ends with NUL (drawn as ␀). A process may write a title over them and fill up with blanks or NULs:
 * that is one argument. Empty for kernel threads and zombies.
 * https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html
 */
export function parseProcPidCmdline(text: string): string[] {
  const filled = text.replace(/\0+$/, "");
  if (!filled.includes("\0")) {
    const title = filled.trimEnd();
    return title === "" ? [] : [decodeUtf8(title)];
  }
  // One NUL ends the last argument, a second one means that it is empty, more are filling.
  const isFilling = text.length - filled.length > 2;
  return decodeUtf8(isFilling ? filled : text.replace(/\0$/, "")).split("\0");
}
