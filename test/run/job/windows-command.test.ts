import assert from "node:assert/strict";
import { test } from "node:test";
import { windowsCommand, type WindowsMachine } from "../../../src/run/job/windows-command.ts";

const tools = "C:\\Program Files\\tools";
const npm = "C:\\Users\\Ö & co\\npm";

/** A machine with these files and no others. */
function machine(files: readonly string[], env: Record<string, string> = {}): WindowsMachine {
  const known = new Set(files.map((file) => file.toLowerCase()));
  return {
    env: { PATH: `${tools};"${npm}"; ;C:\\Windows\\System32`, PATHEXT: ".COM;.EXE;.BAT;.CMD;.VBS;.JS", SystemRoot: "C:\\Windows", ...env },
    cwd: "D:\\work",
    isFile: (path) => known.has(path.toLowerCase()),
    isFolder: (path) => [...known].some((file) => file.startsWith(`${path.toLowerCase()}\\`)),
  };
}

const found = (program: string, files: readonly string[], env?: Record<string, string>) => windowsCommand([program, "x"], machine(files, env)).file;
const refused = (command: readonly string[], files: readonly string[]) => {
  try {
    windowsCommand(command, machine(files));
  } catch (error) {
    const { name, code, message, hint } = error as { name: string; code: string; message: string; hint?: string };
    assert.equal(name, "RestrackError");
    return [code, message, hint];
  }
  return assert.fail("it was not refused");
};

test("windowsCommand() searches PATH folder by folder, by the endings of PATHEXT", () => {
  assert.equal(found("tool", [`${npm}\\tool.exe`, `${tools}\\tool.cmd`, `${tools}\\tool.exe`]), `${tools}\\tool.exe`);
  assert.equal(found("tool", [`${tools}\\tool.exe`, `${tools}\\tool.com`]), `${tools}\\tool.com`);
  assert.equal(found("tool", [`${tools}\\tool.exe`, `${tools}\\tool.com`], { PATHEXT: ".EXE;.COM" }), `${tools}\\tool.exe`);
  assert.equal(found("tool", [`${tools}\\tool.exe`], { PATHEXT: "" }), `${tools}\\tool.exe`);
  assert.equal(found("tool.exe", [`${tools}\\tool.exe`]), `${tools}\\tool.exe`);
  assert.equal(found("tool-1.2", [`${tools}\\tool-1.2.exe`]), `${tools}\\tool-1.2.exe`);
  assert.equal(found("tool", [`${npm}\\tool.exe`]), `${npm}\\tool.exe`, "a folder in quotes");
  assert.equal(found("tool", [`${npm}\\tool.exe`, `${tools}\\tool.js`, `${tools}\\tool`]), `${npm}\\tool.exe`, "what Windows cannot start is passed over");
});

test("windowsCommand() takes a name with a separator as it is, and no bare name from the current folder", () => {
  assert.equal(found(".\\tool", ["D:\\work\\tool.exe", `${tools}\\tool.exe`]), "D:\\work\\tool.exe");
  assert.equal(found("sub/tool.exe", ["D:\\work\\sub\\tool.exe"]), "D:\\work\\sub\\tool.exe");
  assert.equal(found("C:\\a b\\tool", ["C:\\a b\\tool.exe"]), "C:\\a b\\tool.exe");
  assert.deepEqual(refused(["tool"], ["D:\\work\\tool.exe"]), ["ERR_NOT_FOUND", 'Cannot run "tool": command not found', "use .\\tool for a program in this folder"]);
  assert.equal(found("tool", ["D:\\work\\tool.exe"], { PATH: "." }), "D:\\work\\tool.exe", "unless PATH says so");
});

test("windowsCommand() starts an .exe with its arguments as they are, and under the name that was typed", () => {
  const args = ["a b", 'c"d', "%PATH%", "line\nbreak"];
  assert.deepEqual(windowsCommand(["tool", ...args], machine([`${tools}\\tool.exe`])), { file: `${tools}\\tool.exe`, args, argv0: "tool", windowsVerbatimArguments: false });
});

test("windowsCommand() starts a batch file through the system's own cmd.exe", () => {
  assert.deepEqual(windowsCommand(["npm", "run", "build", "--", "a b"], machine([`${npm}\\npm`, `${npm}\\npm.cmd`, `${npm}\\npm.ps1`])), {
    file: "C:\\Windows\\System32\\cmd.exe",
    args: ["/d", "/e:ON", "/v:OFF", "/s", "/c", `""${npm}\\npm.cmd" run build -- "a b""`],
    argv0: "cmd.exe",
    windowsVerbatimArguments: true,
  });
  for (const name of ["x.bat", "x.BAT", "x.bat.", "x.bat . .", "X.Cmd"]) {
    const { file, args } = windowsCommand([`D:\\${name}`], machine(["D:\\x.bat", "D:\\x.cmd"]));
    assert.match(file, /cmd\.exe$/, name);
    assert.match(args.at(-1)!, /^""D:\\x\.(bat|cmd)""$/i);
  }
});

/** Every letter that means something to somebody, alone, doubled, and beside each other. */
const hostile = ['"', "%", "^", "&", "|", "<", ">", "!", "(", ")", "\\", " ", "\t", ",", ";", "=", "'", "`", "~", "@", "*", "?", "ü", "日", "\u00a0", "😀", "%PATH%", "%cd%", "%1", "%*", "%~dp0", "!PATH!", "a"];
const pairs = hostile.flatMap((one) => hostile.map((other) => one + other));
const attacks = ['"&calc', '" & calc & "', '\\"&calc', '\\\\"|calc', '"""&calc', "%CMDCMDLINE:~-1%&calc", "%PATH:~0,1%", "100%", "a\\", "a b\\\\", "", " ", 'C:\\a b\\"c\\\\" d\\'];

test("windowsCommand() gives a batch file arguments in which cmd finds nothing to interpret, and a program gets them unchanged", () => {
  for (const args of [...pairs.map((arg) => [arg]), ...pairs.map((arg) => ["first", arg, "last"]), ...attacks.map((arg) => [arg]), attacks, ["a", "", "b"]]) {
    const { args: words } = windowsCommand(["x", ...args], machine([`${tools}\\x.cmd`]));
    const line = expandedByCmd(words.at(-1)!.slice(1, -1));
    assertNothingLeft(line);
    assert.deepEqual(splitByRuntime(line), [`${tools}\\x.cmd`, ...args], line);
  }
  const odd = "C:\\50% & (x)^!\\a b.cmd";
  assert.deepEqual(splitByRuntime(expandedByCmd(windowsCommand([odd, "%x%"], machine([odd])).args.at(-1)!.slice(1, -1))), [odd, "%x%"]);
});

test("windowsCommand() leaves plain words without quotes, since scripts compare them", () => {
  const { args } = windowsCommand(["x", "start", "--port=1", "-p", "C:\\a\\b.txt", "@scope/name", "a:b", "C:\\dir\\"], machine([`${tools}\\x.cmd`]));
  assert.equal(args.at(-1), `""${tools}\\x.cmd" start "--port=1" -p C:\\a\\b.txt @scope/name a:b "C:\\dir\\\\""`, "a script may write \"%~1\", where the last \\ would take a quote with it");
});

test("windowsCommand() refuses what no batch file can be given", () => {
  const files = [`${tools}\\x.cmd`];
  assert.deepEqual(refused(["x", "a", "b\nc"], files), ["ERR_UNSUPPORTED", 'Cannot run "x": argument 2 holds a line break, which no batch file can be given', "name the program that the batch file starts"]);
  assert.match(refused(["x", "b\rc"], files)[1]!, /argument 1 holds a line break/);
  assert.match(refused(["x", "b\0c"], files)[1]!, /argument 1 holds a NUL character/);
  assert.equal(refused(["x", "a".repeat(8150)], files)[1], 'Cannot run "x": its arguments are longer than the 8191 characters that a batch file can be given');
});

test("windowsCommand() says what runs a file that Windows does not start by itself", () => {
  assert.deepEqual(refused([".\\build.ps1"], ["D:\\work\\build.ps1"]), ["ERR_NOT_EXECUTABLE", 'Cannot run ".\\build.ps1": Windows starts no .ps1 file by itself', "name the program that runs it: restrack run -- powershell -File D:\\work\\build.ps1"]);
  assert.match(refused(["build"], [`${tools}\\build.ps1`])[2]!, /powershell -File "C:\\Program Files\\tools\\build\.ps1"$/);
  assert.match(refused(["./train.py"], ["D:\\work\\train.py"])[2]!, /restrack run -- python D:\\work\\train\.py$/);
  assert.deepEqual(refused(["./configure"], ["D:\\work\\configure"]), ["ERR_NOT_EXECUTABLE", 'Cannot run "./configure": Windows starts no file without an ending by itself', "name the program that runs it: restrack run -- bash D:\\work\\configure"]);
  assert.match(refused(["./notes.txt"], ["D:\\work\\notes.txt"])[2]!, /restrack run -- PROGRAM /);
});

test("windowsCommand() says what to type when there is no such program", () => {
  assert.deepEqual(refused(["nosuch"], []), ["ERR_NOT_FOUND", 'Cannot run "nosuch": command not found', "check the spelling and PATH"]);
  assert.deepEqual(refused(["dir", "/b"], [])[2], "it is a word of cmd: restrack run -- cmd /c dir ...");
  assert.match(refused(["python train.py"], [])[2]!, /do not quote the whole command/);
  assert.equal(refused([".\\sub"], ["D:\\work\\sub\\x.exe"])[1], 'Cannot run ".\\sub": it is a directory');
  assert.equal(refused([""], [])[1], 'Cannot run "": a program needs a name');
  for (const name of ['x"&calc&".cmd', "a|b", "x*", "x\n.cmd", ".", "..", "\\", " "]) assert.equal(refused([name], [`${tools}\\${name}`, `D:\\work\\${name}`])[0], "ERR_NOT_FOUND", name);
});

/** What cmd makes of the % on its command line, with the extensions on: all variables are known and hold what hurts most. */
function expandedByCmd(line: string): string {
  let text = "";
  for (let at = 0; at < line.length; ) {
    const variable = /^%([^%:]+)(?::([^%]+))?%/.exec(line.slice(at));
    if (line[at] !== "%" || variable === null) {
      text += line[at++];
      continue;
    }
    text += variable[2] === "~," ? "" : '"&calc';
    at += variable[0].length;
  }
  return text;
}

/** Outside of quotes cmd knows these; ! means nothing with /v:OFF. */
function assertNothingLeft(line: string): void {
  assert.doesNotMatch(line.replace(/"[^"]*"/g, ""), /["%&|<>^()!,;=\t\r\n]/, line);
}

/** As the C runtime splits a command line; a quote that is written twice within quotes is one. */
function splitByRuntime(line: string): string[] {
  const args: string[] = [];
  let at = 0;
  while (at < line.length) {
    let arg = "";
    let inside = false;
    for (; at < line.length && (inside || !/[ \t]/.test(line[at]!)); ) {
      const [, slashes, quote] = /^(\\*)("?)/.exec(line.slice(at))!;
      at += slashes!.length + quote!.length;
      if (quote === "") arg += slashes === "" ? line[at++] : slashes;
      else {
        arg += "\\".repeat(slashes!.length >> 1);
        if (slashes!.length % 2 === 1) arg += '"';
        else if (inside && line[at] === '"') (arg += '"'), at++;
        else inside = !inside;
      }
    }
    args.push(arg);
    while (/[ \t]/.test(line[at] ?? "")) at++;
  }
  return args;
}
