import assert from "node:assert/strict";
import { test } from "node:test";
import { addIo, labelOf, Programs } from "../../src/sample/programs.ts";

const labels: [label: string, commandLine: string[], comm?: string][] = [
  ["pigz", ["/usr/bin/pigz", "-9", "data.tar"]],
  ["pigz", ["./pigz"]],
  ["my tool", ["/opt/my tool", "x"]],
  // Titles that a program has given itself.
  ["postgres:", ["postgres: writer process"]],
  ["sshd:", ["sshd: user@pts/0"]],
  ["nginx:", ["nginx: master process /usr/sbin/nginx -g daemon off;"]],
  ["python3 train.py", ["python3", "/home/me/train.py", "--epochs", "3"]],
  ["python3.12 train.py", ["/usr/bin/python3.12", "-u", "-O", "train.py"]],
  ["python -m pytest", ["python", "-m", "pytest", "tests/"]],
  ["python", ["python", "-m"]],
  ["pypy3 -m timeit", ["pypy3", "-m", "timeit"]],
  ["python3", ["python3", "-c", "print(1)"]],
  ["python3", ["python3"]],
  ["node server.js", ["/usr/local/bin/node", "dist/server.js"]],
  ["node", ["node", "-e", "1", "x.js"]],
  ["node", ["node", "--eval", "1"]],
  ["node", ["node", "-p", "1"]],
  ["java app.jar", ["java", "-Xmx1g", "-jar", "/srv/app.jar"]],
  ["bash build.sh", ["bash", "-x", "./build.sh"]],
  ["sh", ["sh", "-c", "make all"]],
  // Windows.
  ["big job", ["C:\\Program Files\\Big Co\\big job.exe", "/x"]],
  ["node build.mjs", ["C:\\Program Files\\nodejs\\node.exe", "D:\\work\\build.mjs"]],
  // -m is a module only where the interpreter has modules.
  ["perl x", ["perl", "-m", "x"]],
  ["Rscript model.R", ["Rscript", "--vanilla", "model.R"]],
  // No interpreters, though they are called alike.
  ["python-config", ["python-config", "x.py"]],
  ["nodeenv", ["nodeenv", "x"]],
  // Nothing to be read: a kernel thread, a zombie, another user's.
  ["kworker/0:1", [], "kworker/0:1"],
  ["gone", [""], "gone"],
  ["?", [], ""],
  ["dir", ["/usr/lib/"], "dir"],
];

for (const [label, commandLine, comm = "comm"] of labels) {
  test(`labelOf() calls ${JSON.stringify(commandLine)} (${comm}) ${JSON.stringify(label)}`, () => {
    assert.equal(labelOf(commandLine, comm), label);
  });
}

test("labelOf() cuts a script's name after 60 characters", () => {
  assert.equal(labelOf(["bash", `/tmp/${"a".repeat(100)}`], "bash"), `bash ${"a".repeat(60)}`);
});

test("Programs gives processes with one label one entry, with the first one's command", () => {
  const programs = new Programs();
  const first = programs.of(["python3", "train.py", "--fold", "1"], "python3");
  assert.equal(programs.of(["python3", "train.py", "--fold", "2"], "python3"), first);
  assert.equal(first.command, "python3 train.py --fold 1");
  assert.notEqual(programs.of(["python3", "test.py"], "python3"), first);
  assert.deepEqual([...programs].map(({ label }) => label), ["python3 train.py", "python3 test.py"]);
});

test("Programs names the command by comm where there is no command line, and cuts a long one", () => {
  const programs = new Programs();
  assert.equal(programs.of([], "defunct").command, "defunct");
  assert.equal(programs.of(["cc", ..."x".repeat(300)], "cc").command.length, 200);
});

test("Programs keeps 500 names and puts all further ones together", () => {
  const programs = new Programs();
  for (let number = 0; number < 600; number++) programs.of([`tool-${number}`], "tool").count++;
  const all = [...programs];
  assert.equal(all.length, 501);
  assert.deepEqual([all[499]?.label, all[500]?.label, all[500]?.count], ["tool-499", "(other programs)", 100]);
  assert.equal(programs.of(["tool-3"], "tool").label, "tool-3", "those that are known stay so");
});

test("Programs.noteCurrent() keeps each program's highest instant and begins the next one at 0", () => {
  const programs = new Programs();
  const [a, b] = [programs.of(["a"], "a"), programs.of(["b"], "b")];
  for (const [now, then] of [[5, 1], [3, 9], [0, 2]] as const) {
    a.currentBytes += now;
    b.currentBytes += then;
    programs.noteCurrent();
  }
  assert.deepEqual([a.peakBytes, b.peakBytes, a.currentBytes], [5, 9, 0]);
});

test("addIo() adds what lies between two readings, never less than nothing, and all of the first one", () => {
  const program = new Programs().of(["dd"], "dd");
  const io = (readBytes: number, writeBytes: number) => ({ rchar: 0, wchar: 0, readBytes, writeBytes });
  addIo(program, null, io(100, 10));
  addIo(program, io(100, 10), io(150, 5));
  addIo(program, io(150, 5), null);
  assert.deepEqual([program.readBytes, program.writeBytes], [150, 10]);
});
