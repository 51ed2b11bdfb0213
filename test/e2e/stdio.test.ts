import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { needs, pathOf } from "../helpers/needs.ts";
import { makeFolder, node, program, restrack, shell } from "../helpers/run-restrack.ts";

const run = `'${node}' '${program}' run`;

test("restrack run gives the command its own standard input, bytes of any kind, and its end", async (t) => {
  const input = randomBytes(300_000);
  const { code, stdout } = await restrack(t, ["run", "--quiet", "--", "cat"], { input });
  assert.equal(code, 0);
  assert.ok(stdout.equals(input));
});

test("restrack run leaves what the command does not read of standard input to who comes after it", async (t) => {
  const running = shell(t, `${run} --quiet -- sh -c 'read line; echo job $line'; read line; echo next $line`, { input: "one\ntwo\n" });
  assert.equal((await running.ended).stdout.toString(), "job one\nnext two\n");
});

test("restrack run writes nothing of its own to standard output", async (t) => {
  for (const options of [[], ["--format", "json"], ["--format", "markdown"], ["--progress"]]) {
    const { stdout, stderr } = await restrack(t, ["run", ...options, "--", "printf", "only\\0this\\n"]);
    assert.equal(stdout.toString(), "only\0this\n");
    assert.notEqual(stderr, "");
  }
});

test("restrack run passes 20 MB of output through a pipe whole", async (t) => {
  const { stdout } = await restrack(t, ["run", "--quiet", "--", "sh", "-c", "head -c 20000000 /dev/zero | tr '\\0' x"]);
  assert.equal(stdout.length, 20_000_000);
  assert.ok(stdout.every((byte) => byte === 120));
});

test("restrack run --quiet adds nothing to the command's standard error", async (t) => {
  const { stderr } = await restrack(t, ["run", "--quiet", "--", "sh", "-c", "echo its own >&2; exit 3"]);
  assert.equal(stderr, "its own\n");
});

test("restrack run lets a command whose reader is gone die of it, and says so", async (t) => {
  const running = shell(t, `${run} -- yes | head -n 1; echo \${PIPESTATUS[0]}`);
  const { stdout, stderr } = await running.ended;
  assert.equal(stdout.toString(), "y\n141\n");
  assert.match(stderr, /killed by SIGPIPE/);
});

for (const closed of ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"]) {
  test(`restrack run works with ${closed}, and keeps its files apart from the job's`, async (t) => {
    const folder = makeFolder(t);
    const running = shell(t, `${run} --csv ${folder}/run.csv --json ${folder}/run.json -- sh -c 'echo out; echo err >&2; exit 6' ${closed}; echo $?`, {}, folder);
    const { stdout } = await running.ended;
    assert.equal(stdout.toString().split("\n").at(-2), "6");
    assert.equal(running.rows().length, 1);
    assert.equal(running.report().exit_code, 6);
  });
}

test("restrack run ends as the command does when nobody reads its summary", async (t) => {
  const folder = makeFolder(t);
  const running = shell(t, `mkfifo ${folder}/fifo; cat ${folder}/fifo >/dev/null & exec 4>${folder}/fifo; kill $!; wait; ${run} -- sh -c 'exit 4' 2>&4; echo $?`);
  assert.equal((await running.ended).stdout.toString(), "4\n");
});

test("restrack run does not change how the files it shares with the command are opened", needs("python3"), async (t) => {
  const say = "import fcntl; print([fcntl.fcntl(fd, fcntl.F_GETFL) for fd in (0, 1, 2)])";
  const python = pathOf("python3");
  const plain = spawnSync("sh", ["-c", `${python} -c '${say}' </dev/zero 2>/dev/null | cat`], { encoding: "utf8" }).stdout;
  const running = shell(t, `${run} -- ${python} -c '${say}' </dev/zero 2>/dev/null | cat`);
  assert.equal((await running.ended).stdout.toString(), plain);
});

test("restrack run hands on every other open file, under its number", async (t) => {
  const folder = makeFolder(t);
  const job = "echo third >&3; read -r line <&5; echo read $line; echo twelfth >&12";
  const running = shell(t, `exec 3>${folder}/three 12>${folder}/twelve 5< <(echo substituted); ${run} --quiet --csv ${folder}/run.csv -- bash -c '${job}'; true`);
  const { stdout, stderr } = await running.ended;
  assert.equal(stderr, "");
  assert.equal(stdout.toString(), "read substituted\n");
  assert.equal(readFileSync(join(folder, "three"), "utf8"), "third\n");
  assert.equal(readFileSync(join(folder, "twelve"), "utf8"), "twelfth\n");
});

test("restrack run hands on a pipe that the process which started it has given up", async (t) => {
  const { stdout, stderr } = await shell(t, `exec 5< <(echo substituted); exec ${run} --quiet -- bash -c 'read -r line <&5; echo read $line'`).ended;
  assert.equal(stderr, "");
  assert.equal(stdout.toString(), "read substituted\n");
});

test("restrack run hands on no file that is its own", async (t) => {
  const folder = makeFolder(t);
  const list = "ls /proc/self/fd";
  const plain = await shell(t, list).ended;
  const { stdout } = await shell(t, `${run} --quiet --csv ${folder}/run.csv --json ${folder}/run.json -- ${list}`).ended;
  assert.equal(stdout.toString(), plain.stdout.toString());
});

test("restrack run hands make's jobserver on", needs("make"), async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, "Makefile"), `all:\n\t+@${run} --quiet -- $(MAKE) --no-print-directory inner\ninner: a b\na b:\n\t@echo made $@\n`);
  const running = shell(t, `${pathOf("make")} -C ${folder} --no-print-directory -j2`);
  const { code, stdout, stderr } = await running.ended;
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /jobserver/);
  assert.deepEqual(stdout.toString().trim().split("\n").toSorted(), ["made a", "made b"]);
});
