import { renderCommandHelp, renderHelp } from "../help.ts";
import type { CommandName } from "../options.ts";
import { print } from "../print.ts";

export async function help(topic: CommandName | null): Promise<number> {
  print(topic === null ? renderHelp() : renderCommandHelp(topic));
  return 0;
}
