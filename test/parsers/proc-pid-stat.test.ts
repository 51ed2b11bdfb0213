import { test } from "node:test";
import assert from "node:assert/strict";
import { parseProcPidStat, parseProcPidStatProcessor } from "../../src/parsers/proc-pid-stat.ts";

const fields = "S 7 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31";

test("parseProcPidStat() ends the name at the last parenthesis that fields follow", () => {
  for (const comm of ["cat", "", ")", "a b", "(pam)", "evil) S 9 8 7 6", "x) R 1", "((a)", "two\nlines", " ) ", "tab\there"]) {
    const { comm: name, ppid, state } = parseProcPidStat(`42 (${comm}) ${fields}\n`, 4096);
    assert.deepEqual([name, ppid, state], [comm, 7, "S"]);
  }
});

test("parseProcPidStat() takes each field from its place", () => {
  assert.deepEqual(parseProcPidStat(`42 (cat) ${fields}\n`, 1000), {
    pid: 42, comm: "cat", state: "S", ppid: 7, pgrp: 11, session: 12, ttyNr: 13, tpgid: 14,
    minflt: 16, cminflt: 17, majflt: 18, cmajflt: 19, utime: 20, stime: 21, cutime: 22, cstime: 23,
    threads: 26, starttime: 28, vsizeBytes: 29, rssPages: 30, rssBytes: 30_000,
  });
});

test("parseProcPidStat() leaves lines behind the first one alone", () => {
  for (const stray of ["#!/bin/cat (of mine) x", "(a) S x", "(a) SS 5", "(a)xS 5", "(a)   5", "(a) Sx5", ")"]) {
    assert.equal(parseProcPidStat(`42 (cat) ${fields}\n${stray}\n`, 4096).comm, "cat", stray);
  }
});

test("parseProcPidStat() reads a negative terminal group and negative memory", () => {
  const stat = parseProcPidStat("42 (cat) S 7 0 0 0 -1 15 16 17 18 19 20 21 22 23 -51 25 26 27 28 29 -3", 4096);
  assert.equal(stat.tpgid, -1);
  assert.equal(stat.rssBytes, 0);
});

test("parseProcPidStat() keeps counters beyond 32 bits", () => {
  const stat = parseProcPidStat("42 (cat) S 7 0 0 0 -1 15 16 17 18 19 99999999999 21 22 23 24 25 26 27 28 29 68719476736", 4096);
  assert.equal(stat.utime, 99_999_999_999);
  assert.equal(stat.rssBytes, 2 ** 48);
});

test("parseProcPidStat() shows a name in UTF-8, without the half of a character that the kernel cut", () => {
  const latin1 = (text: string) => Buffer.from(text).toString("latin1");
  assert.equal(parseProcPidStat(`42 (${latin1("café")}) ${fields}`, 4096).comm, "café");
  assert.equal(parseProcPidStat(`42 (${latin1("aaaaaaaaaaaaaaé").slice(0, 15)}) ${fields}`, 4096).comm, "aaaaaaaaaaaaaa");
});

test("parseProcPidStat() refuses what ends too early and what is no number", () => {
  for (const text of ["42 cat S 7", "(cat) S 7", `x (cat) ${fields}`, `42 (cat) ${fields.replace(/ 30 31$/, "")}`, `42 (cat) ${fields.replace(" 20 ", " 2o ")}`]) {
    assert.throws(() => parseProcPidStat(text, 4096), { name: "SyntaxError", message: /^Cannot parse \/proc\/PID\/stat: unexpected line "/ });
  }
});

test("parseProcPidStatProcessor() says null where an old kernel has fewer fields", () => {
  const more = `${fields} 32 33 34 35 36 37 38 39 40 41 42 43 17 5 50`;
  assert.deepEqual(parseProcPidStatProcessor(`42 (a) b) ${more}`), { processor: 5, rtPriority: 50 });
  assert.deepEqual(parseProcPidStatProcessor(`42 (a) b) ${more.slice(0, -3)}`), { processor: 5, rtPriority: null });
  assert.deepEqual(parseProcPidStatProcessor(`42 (cat) ${fields}`), { processor: null, rtPriority: null });
});
