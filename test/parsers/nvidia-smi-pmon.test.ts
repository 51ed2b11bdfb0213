import assert from "node:assert/strict";
import { test } from "node:test";
import { NvidiaSmiPmon, type PmonRow } from "../../src/parsers/nvidia-smi-pmon.ts";

const MIB = 2 ** 20;
const all = (text: string): PmonRow[][] => new NvidiaSmiPmon().push(text);
const short = (round: PmonRow[] | undefined) => round?.map(({ gpu, pid, sm, frameBufferBytes, command }) => [gpu, pid, sm, frameBufferBytes === null ? null : frameBufferBytes / MIB, command]);

/** With all the columns of newer drivers. */
const wide = `# gpu         pid   type     sm    mem    enc    dec    jpg    ofa     fb   ccpm    command
# Idx           #    C/G      %      %      %      %      %      %     MB     MB    name
    0       4711     C     91     38      -      -      -      -   8164      0    python3
    0       4712   C+G      0      0      -      -      -      -    120      0    my own tool
    1          -     -      -      -      -      -      -      -      -      -    -
`;

test("NvidiaSmiPmon reads processes, their own share and memory, and GPUs that nobody uses", () => {
  assert.deepEqual(all(wide).map(short), [
    [
      [0, 4711, 0.91, 8164, "python3"],
      [0, 4712, 0, 120, "my own tool"],
      [1, null, null, null, null],
    ],
  ]);
  assert.deepEqual(all(wide)[0]!.map(({ type, memoryBus }) => [type, memoryBus]), [["C", 0.38], ["C+G", 0], [null, null]]);
});

const forms: [string, string, unknown[][]][] = [
  ["of older drivers, memory last", "# gpu        pid  type    sm   mem   enc   dec    fb   command\n# Idx          #   C/G     %     %     %     %    MB   name\n    0      99     C    72    68     0     0  3225   python\n", [[0, 99, 0.72, 3225, "python"]]],
  ["without memory", "# gpu pid type sm mem enc dec command\n# Idx # C/G % % % % name\n 0 99 C 98 56 - - python3\n", [[0, 99, 0.98, null, "python3"]]],
  ["with memory only", "# gpu pid type fb ccpm command\n# Idx # C/G MB MB name\n 0 626 G 275 0 river\n", [[0, 626, null, 275, "river"]]],
  ["with date and time before it", "#Date Time gpu pid type sm mem command\n#YYYYMMDD HH:MM:SS Idx # C/G % % name\n 20260301 08:00:00 3 7 C 5 1 sh\n", [[3, 7, 0.05, null, "sh"]]],
  ["with line ends of Windows", "# gpu pid type sm mem command\r\n# Idx # C/G % % name\r\n 0 7 C 5 1 sh.exe\r\n", [[0, 7, 0.05, null, "sh.exe"]]],
  ["after warnings", "WARNING: infoROM is corrupted at gpu 0000:01:00.0\n# gpu pid type sm mem command\n# Idx # C/G % % name\n 0 7 C 5 1 sh\n", [[0, 7, 0.05, null, "sh"]]],
];
for (const [what, text, rows] of forms) {
  test(`NvidiaSmiPmon reads a table ${what}`, () => assert.deepEqual(all(text).map(short), [rows]));
}

test("NvidiaSmiPmon gives a round for each reading, whatever pieces the text comes in", () => {
  const head = wide.split("\n").slice(0, 2).join("\n");
  const stream = `${head}\n 0 7 C 10 1 - - - - 5 0 sh\n 1 8 C 20 1 - - - - 5 0 sh\n 0 7 C 30 1 - - - - 5 0 sh\n${head}\n 1 8 C 40 1 - - - - 5 0 sh\n`;
  for (const size of [1, 7, 10_000]) {
    const reader = new NvidiaSmiPmon();
    const rounds: PmonRow[][] = [];
    for (let at = 0; at < stream.length; at += size) rounds.push(...reader.push(stream.slice(at, at + size)));
    const whole = rounds.filter((round) => round.length === 2).map((round) => round.map(({ sm }) => sm));
    assert.deepEqual([whole[0], whole.at(-1)], [[0.1, 0.2], [0.3, 0.4]], `in pieces of ${size}`);
  }
});

test("NvidiaSmiPmon adds up a process on two GPUs as two rows", () => {
  assert.deepEqual(all("# gpu pid type sm mem command\n# Idx # C/G % % name\n 0 7 C 84 26 ray\n 1 7 C 86 26 ray\n").map(short), [[[0, 7, 0.84, null, "ray"], [1, 7, 0.86, null, "ray"]]]);
});

test("NvidiaSmiPmon takes nothing from what is no table, however long", () => {
  assert.deepEqual(all(""), []);
  assert.deepEqual(all("Feature requested is not supported on GPU 0\n".repeat(1000)), []);
  assert.deepEqual(all("\ufffd".repeat(1_000_000)), []);
  assert.deepEqual(all(`${wide}    2       47`).map((round) => round.length), [], "the last line is not whole yet, nor the round");
});

test("NvidiaSmiPmon takes a process on two slices of one GPU as two rows of one round", () => {
  const round = all("# gpu gi ci pid type sm mem fb command\n# Idx Idx Idx # C/G % % MB name\n 0 1 0 7 C - - 100 sh\n 0 2 0 7 C - - 200 sh\n");
  assert.deepEqual(round.map((rows) => rows.map(({ slice, frameBufferBytes }) => [slice, frameBufferBytes! / MIB])), [[["1/0", 100], ["2/0", 200]]]);
});

test("NvidiaSmiPmon reads a process without a name, and no number that was cut off", () => {
  const head = "# gpu pid type sm mem fb command\n# Idx # C/G % % MB name\n";
  assert.deepEqual(all(`${head} 0 7 C 5 1 100          \n`).map(short), [[[0, 7, 0.05, 100, null]]]);
  assert.deepEqual(all(`${head} 0 7 C 5 1 10\n`), []);
});
