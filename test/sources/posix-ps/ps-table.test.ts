import assert from "node:assert/strict";
import { test } from "node:test";
import { FixtureHost } from "../../../src/host/fixture-host.ts";
import { PsTable } from "../../../src/sources/posix-ps/ps-table.ts";
import { toolContext } from "../../helpers/table-row.ts";

const PROCPS = "ps -A -ww -o pid,ppid,stat,time,rss,nlwp,lstart,args";
const HEADER = "    PID    PPID STAT     TIME   RSS NLWP                  STARTED COMMAND\n";
const AT_ONE = "Mon Jan  5 09:00:01 2026";
const AT_TWO = "Mon Jan  5 09:00:02 2026";

function newPs(programs: Record<string, { stdout?: string; exitCode?: number; stderr?: string; missing?: boolean }>, platform = "linux") {
  const host = FixtureHost.of({}, { pid: 100, programs });
  const context = toolContext(host);
  return { host, context, ps: new PsTable({ ...context, platform, runIdVariable: "RUN" }) };
}

test("PsTable reads the table of procps", async () => {
  const { ps } = newPs({ [PROCPS]: { stdout: `${HEADER}    100       1 Ssl  00:00:02 40960    7 ${AT_ONE} node restrack.js\n    200     100 R    00:01:05  2048    1 ${AT_TWO} /usr/bin/my job --fast ü\n` } });
  const rows = await ps.read();
  assert.deepEqual(rows?.[1], {
    pid: 200,
    ppid: 100,
    startSeconds: Date.UTC(2026, 0, 5, 9, 0, 2) / 1000,
    comm: "my",
    commandLine: ["/usr/bin/my", "job", "--fast", "ü"],
    state: "R",
    userSeconds: 65,
    systemSeconds: 0,
    threads: 1,
    rssBytes: 2048 * 1024,
    memoryBytes: null,
    peakRssBytes: null,
    faults: 0,
    io: null,
  });
});

test("PsTable takes the first dialect that tells of ourselves, and stays with it", async () => {
  const busyBox = "ps -o pid,ppid,stat,time,rss,args";
  const { ps, host, context } = newPs({
    [PROCPS]: { exitCode: 1, stderr: "ps: unrecognized option: A" },
    [busyBox]: { stdout: "PID   PPID  STAT TIME  RSS  COMMAND\n  100     1 S     0:02  40m node\n  200   100 R     1:05 2048 job\n" },
  });
  const rows = await ps.read();
  assert.deepEqual(rows?.map(({ pid, userSeconds, rssBytes, threads, startSeconds }) => ({ pid, userSeconds, rssBytes, threads, startSeconds })), [
    { pid: 100, userSeconds: 2, rssBytes: 40 * 2 ** 20, threads: 0, startSeconds: null },
    { pid: 200, userSeconds: 65, rssBytes: 2 ** 21, threads: 0, startSeconds: null },
  ]);
  await ps.read();
  assert.equal(host.countReads(PROCPS), 1);
  assert.equal(host.countReads(busyBox), 2);
  assert.deepEqual(context.warnings, []);
});

test("PsTable reads user and system time apart where ps of macOS tells them", async () => {
  const { ps } = newPs({ "ps -A -ww -o pid,ppid,stat,utime,stime,rss,lstart,command": { stdout: `  PID  PPID STAT UTIME STIME    RSS STARTED                      COMMAND\n  100     1 S    0:01.23 0:00.45 40960 ${AT_ONE}     node\n` } }, "darwin");
  const [row] = (await ps.read())!;
  assert.deepEqual([row?.userSeconds, row?.systemSeconds], [1.23, 0.45]);
});

test("PsTable takes no dialect whose times that ps leaves out", async () => {
  const rows = (time: string): string => `  PID PPID STAT ${time ? "     TIME " : ""}  RSS STARTED                      COMMAND\n  100    1 S    ${time && `${time} `}40960 ${AT_ONE}     node\n`;
  const better = "ps -ax -ww -o pid,ppid,stat,usertime,systime,rss,nlwp,lstart,command";
  const { ps, host, context } = newPs({ [better]: { stdout: rows(""), exitCode: 1, stderr: "ps: usertime: keyword not found" }, "ps -ax -ww -o pid,ppid,stat,time,rss,lstart,command": { stdout: rows("  0:02.50") } }, "openbsd");
  assert.deepEqual((await ps.read())?.map(({ userSeconds }) => userSeconds), [2.5]);
  await ps.read();
  assert.equal(host.countReads(better), 1);
  assert.deepEqual(context.warnings, []);
});

test("PsTable takes what FreeBSD's processors did not do for no process", async () => {
  for (const platform of ["freebsd", "dragonfly"]) {
    const { ps } = newPs({ "ps -ax -ww -o pid,ppid,stat,usertime,systime,rss,nlwp,lstart,command": { stdout: `  PID PPID STAT USERTIME    SYSTIME   RSS NLWP STARTED                  COMMAND\n   11    0 RNL   0:00.00 9999:10.25   256   16 ${AT_ONE} [idle]\n   12    0 WL    0:00.00    0:01.25   256   16 ${AT_ONE} [intr]\n  100    1 S     0:01.00    0:00.50 40960    9 ${AT_ONE} node\n` } }, platform);
    assert.deepEqual((await ps.read())?.map(({ comm, threads }) => [comm, threads]), [["intr", 16], ["node", 9]]);
  }
});

test("PsTable asks FreeBSD's ps for environments with an option for each column", async () => {
  const { ps } = newPs({ "ps -ax -ww -o pid,ppid,stat,time,rss,lstart,command": { stdout: `  PID PPID STAT      TIME   RSS STARTED                  COMMAND\n  100    1 S      0:01.00 40960 ${AT_ONE} node\n  200    1 S      0:01.00 40960 ${AT_TWO} job\n` }, "ps -e -ww -o pid= -o command= -p 200": { stdout: "  200 HOME=/ RUN=abc job\n" } }, "freebsd");
  await ps.read();
  assert.equal(ps.carriesRunId(200, "abc"), true);
});

test("PsTable asks for the environment of what is new and descends from nobody of ours, once", async () => {
  const environ = "ps eww -o pid=,args= -p 300";
  const table = (rows: string): string => `${HEADER}      1       0 Ss   00:00:09  1024    1 Mon Jan  5 08:00:00 2026 init\n    100       1 S    00:00:02 40960    7 ${AT_ONE} node\n     50       1 S    00:00:02 40960    7 Mon Jan  5 08:00:00 2026 older\n${rows}`;
  const job = `    200     100 S    00:00:00  1024    1 ${AT_TWO} job\n`;
  const daemon = `    300       1 S    00:00:00  1024    1 ${AT_TWO} daemon\n`;
  const { ps, host } = newPs({ [PROCPS]: { stdout: table(job) }, [environ]: { stdout: "  300 daemon HOME=/ RUN=abc/def X=1\n" } });
  await ps.read();
  host.setProgram(PROCPS, { stdout: table(job + daemon) });
  await ps.read();
  await ps.read();
  assert.equal(ps.carriesRunId(300, "abc"), true);
  assert.equal(ps.carriesRunId(300, "ab"), false);
  assert.equal(ps.carriesRunId(50, "abc"), false);
  assert.equal(host.countReads(environ), 1);
});

test("PsTable asks for no environment of what we have started ourselves, unless we are whom orphans fall to", async () => {
  for (const [pid, asked] of [[100, 0], [1, 1]] as const) {
    const environ = "ps eww -o pid=,args= -p 200";
    const host = FixtureHost.of({}, { pid, programs: { [PROCPS]: { stdout: `${HEADER}    ${pid}       0 S    00:00:02 40960    7 ${AT_ONE} node\n    200     ${pid} R    00:00:00  1024    1 ${AT_TWO} ps -A -ww\n` }, [environ]: { stdout: "  200 ps RUN=abc\n" } } });
    const ps = new PsTable({ ...toolContext(host), platform: "linux", runIdVariable: "RUN" });
    await ps.read();
    assert.equal(host.countReads(environ), asked);
    assert.equal(ps.carriesRunId(200, "abc"), asked === 1);
  }
});

test("PsTable says that no ps tells what it should", async () => {
  const { ps, context } = newPs({ "ps -A -o pid,ppid,time,args": { stdout: "PID TTY TIME CMD\n1 ? 0:00 init\n" } });
  for (let round = 0; round < 4; round++) assert.equal(await ps.read(), null);
  assert.deepEqual(context.warnings.map(({ code }) => code), ["tool_broken"]);
});

test("PsTable does not take a ps that is slow for one that does not understand", async () => {
  const { ps, host } = newPs({});
  const answers: ((stdout: string) => void)[] = [];
  const lines: string[] = [];
  host.run = (program, args) => new Promise((resolve) => {
    lines.push([program, ...args].join(" "));
    answers.push((stdout) => resolve({ exitCode: 0, stdout, stderr: "", timedOut: false, missing: false }));
  });
  const first = ps.read();
  host.advance(800);
  assert.equal(await first, null);
  const second = ps.read();
  answers[0]!(`${HEADER}    100       1 S    00:00:02 40960    7 ${AT_ONE} node\n`);
  assert.equal((await second)?.length, 1);
  assert.deepEqual(lines, [PROCPS]);
});
