/** A command as it may be typed into a shell again, on one line: arguments with blanks or signs in quotes. */
export function formatCommand(command: readonly string[]): string {
  return command.map(quoteArgument).join(" ");
}

function quoteArgument(argument: string): string {
  return /^[\w@%+=:,./~^-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
