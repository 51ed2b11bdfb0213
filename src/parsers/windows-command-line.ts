/**
 * ```text
 * "C:\Program Files\nodejs\node.exe" -e "console.log(\"a b\")" C:\work\
 * ```
 * The arguments in a Windows command line, as a program of Microsoft's C runtime gets them: quotes hold together what has blanks in it;
 * backslashes only count before a quote, where two of them are one, and one that is left makes the quote a letter; two quotes within
 * quotes are one. In the program's own name a backslash is one of a path.
 * https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 */
export function parseWindowsCommandLine(text: string): string[] {
  const found: string[] = [];
  /** null: between two. */
  let argument: string | null = null;
  let isQuoted = false;
  let backslashes = 0;
  const add = (letters: string): string => (argument = (argument ?? "") + letters);
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === "\\") {
      backslashes++;
      continue;
    }
    const isEscaping = letter === '"' && found.length > 0;
    if (backslashes > 0) add("\\".repeat(isEscaping ? backslashes >> 1 : backslashes));
    const isLetter = isEscaping && (backslashes % 2 === 1 || (isQuoted && text[at + 1] === '"' && at++ > 0));
    backslashes = 0;
    if (letter === '"' && !isLetter) {
      add("");
      isQuoted = !isQuoted;
    } else if (isQuoted || !/\s/.test(letter)) add(letter);
    else if (argument !== null) {
      found.push(argument);
      argument = null;
    }
  }
  if (backslashes > 0) add("\\".repeat(backslashes));
  return argument === null ? found : [...found, argument];
}
