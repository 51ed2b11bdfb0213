import assert from "node:assert/strict";
import { hostname } from "node:os";
import { test } from "node:test";
import { expandOutputName, type OutputNameValues } from "../../../src/run/files/output-names.ts";

const values: OutputNameValues = {
  name: "train",
  host: () => "node-7",
  pid: 42,
  startMs: Date.UTC(2025, 2, 1, 8, 9, 10, 999),
  env: {},
};

test("expandOutputName() fills every placeholder, as often as it stands there", () => {
  assert.equal(expandOutputName("out/{name}-{datetime}-{host}-{pid}-{rank}-{name}.csv", values, "--csv"), "out/train-20250301T080910Z-node-7-42-0-train.csv");
  assert.equal(expandOutputName("plain.csv", { ...values, host: () => assert.fail("nobody asked") }, "--csv"), "plain.csv");
  assert.equal(expandOutputName("{}-{ }-{1}-}{.csv", values, "--csv"), "{}-{ }-{1}-}{.csv");
});

test("expandOutputName() takes the rank from whoever started the job", () => {
  const rank = (env: Record<string, string>) => expandOutputName("{rank}", { ...values, env }, "--csv");
  assert.equal(rank({ RANK: "1" }), "1");
  assert.equal(rank({ RANK: "1", PMI_RANK: "2" }), "2");
  assert.equal(rank({ PMI_RANK: "2", OMPI_COMM_WORLD_RANK: "3" }), "3");
  assert.equal(rank({ OMPI_COMM_WORLD_RANK: "3", SLURM_PROCID: "4" }), "4");
});

test("expandOutputName() lets nothing lead into another folder", () => {
  const named = (name: string) => expandOutputName("out/{name}.csv", { ...values, name }, "--csv");
  assert.equal(named("../../etc/passwd"), "out/_.._etc_passwd.csv");
  assert.equal(named(".."), "out/_.csv");
  assert.equal(named(""), "out/_.csv");
  assert.equal(named("a b\nc\0d\\e:f"), "out/a_b_c_d_e_f.csv");
  assert.equal(named("größe-1.2+x@y"), "out/größe-1.2+x@y.csv");
  assert.equal(named("x".repeat(300)).length, "out/.csv".length + 100);
  assert.equal(named("$&{pid}"), "out/_pid_.csv");
});

test("expandOutputName() answers an unknown placeholder with the nearest one", () => {
  assert.throws(() => expandOutputName("{dattime}.csv", values, "--csv"), { code: "ERR_USAGE", message: 'Cannot use "{dattime}.csv" as --csv: there is no {dattime}', hint: "did you mean {datetime}?" });
  assert.throws(() => expandOutputName("{constructor}.csv", values, "--csv"), { hint: "the placeholders are {name}, {datetime}, {host}, {pid}, {rank}" });
});

test("expandOutputName() makes no device of Windows out of a name", () => {
  const named = (pattern: string, platform: NodeJS.Platform, name = "nul") => expandOutputName(pattern, { ...values, name }, "--csv", platform);
  assert.equal(named("out\\{name}.csv", "win32"), "out\\_nul.csv");
  assert.equal(named("out/{name}", "win32", "COM1"), "out/_COM1");
  assert.equal(named("{name}.tar.csv", "win32", "con"), "_con.tar.csv");
  assert.equal(named("{name}.csv", "win32", "console"), "console.csv");
  assert.equal(named("{name}.csv", "linux"), "nul.csv");
});

test("expandOutputName() asks Node for the host's name where nobody else tells it", () => {
  assert.equal(expandOutputName("{host}.csv", { ...values, host: () => "" }, "--csv"), `${hostname().replace(/^\.+/, "")}.csv`);
});
