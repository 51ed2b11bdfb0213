import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { parse } from "yaml";
import { renderDocker } from "../../../src/render/recommend/docker.ts";
import { renderKubernetes } from "../../../src/render/recommend/kubernetes.ts";
import { renderMetaflow } from "../../../src/render/recommend/metaflow.ts";
import { renderNextflow } from "../../../src/render/recommend/nextflow.ts";
import { renderSlurm } from "../../../src/render/recommend/slurm.ts";
import { renderSnakemake } from "../../../src/render/recommend/snakemake.ts";
import { needs, pathOf } from "../../helpers/needs.ts";
import { recommendedReport } from "../../helpers/recommended-report.ts";

const plain = recommendedReport();
const withGpu = recommendedReport({}, { gpu: 2, vram: 16_384, memory: 512 });
const untold = recommendedReport({ duration_seconds: null }, { memory: null });
const killed = recommendedReport({}, { memory_is_at_least: true });
const needless = recommendedReport({ recommended_resources: null });
const hostile = recommendedReport({ name: "x\n#SBATCH --mem=1M\n'); rm -rf / #`$(id)`" });
/** Where a reason of its own would stand, with what ends a line in one of the languages. */
const hostileReason = recommendedReport({}, { reasons: ["x\nrm -rf /", "x\rrm -rf /", "x\u2028rm -rf /", "x\\u000arm -rf /", "x\u0085rm -rf /\\"] });

const all = { slurm: renderSlurm, kubernetes: renderKubernetes, docker: renderDocker, snakemake: renderSnakemake, nextflow: renderNextflow, metaflow: renderMetaflow };

function bash(script: string): { status: number | null; stderr: string; stdout: string } {
  return spawnSync(pathOf("bash"), ["-n"], { input: script, encoding: "utf8" });
}

const directives = (script: string): Record<string, string> => Object.fromEntries([...script.matchAll(/^#SBATCH --([a-z-]+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));

test("renderSlurm() writes what sbatch reads, the time with a fifth more", needs("bash"), () => {
  const script = renderSlurm(plain);
  assert.deepEqual(directives(script), { "job-name": "python", ntasks: "1", "cpus-per-task": "4", mem: "8192M", time: "00:03:00" });
  const { status, stderr } = bash(`${script}srun python train.py\n`);
  assert.equal(status, 0, stderr);
  assert.equal(directives(renderSlurm(withGpu)).gres, "gpu:2");
});

test("renderSlurm() writes days where there are any, and never less than a minute", () => {
  const time = (seconds: number) => directives(renderSlurm(recommendedReport({ duration_seconds: seconds }))).time;
  assert.deepEqual([1, 50, 50.1, 3600, 86_400, 200_000].map(time), ["00:01:00", "00:01:00", "00:02:00", "01:12:00", "1-04:48:00", "2-18:40:00"]);
});

test("renderSlurm() gives several runs the time of the longest, and as much more as it is told", () => {
  assert.equal(directives(renderSlurm(plain, { runs: 2, longestSeconds: 600 })).time, "00:12:00");
  assert.equal(directives(renderSlurm(plain, { longestSeconds: 600, timeHeadroom: 0.5 })).time, "00:15:00");
  assert.equal(directives(renderSlurm(plain, { longestSeconds: 600, timeHeadroom: 0 })).time, "00:10:00");
  // 30 min × 1.1 are 33.00000000000001 min to a computer.
  assert.equal(directives(renderSlurm(plain, { longestSeconds: 1800, timeHeadroom: 0.1 })).time, "00:33:00");
});

test("renderSlurm() names the job by safe signs only", () => {
  const name = (of: string) => directives(renderSlurm(recommendedReport({ name: of })))["job-name"];
  assert.deepEqual(["train v2", "--exclusive", "日本語", "", "a/b.c_d-e", "x".repeat(99)].map(name), ["train-v2", "exclusive", "job", "job", "a-b.c_d-e", "x".repeat(60)]);
});

test("renderKubernetes() writes YAML with requests and limits", () => {
  assert.deepEqual(parse(renderKubernetes(plain)), { resources: { requests: { cpu: 4, memory: "8Gi" }, limits: { memory: "8Gi" } } });
  assert.deepEqual(parse(renderKubernetes(withGpu)), { resources: { requests: { cpu: 4, memory: "512Mi", "nvidia.com/gpu": 2 }, limits: { memory: "512Mi", "nvidia.com/gpu": 2 } } });
  assert.deepEqual(parse(renderKubernetes(untold)), { resources: { requests: { cpu: 4 } } });
  assert.deepEqual(parse(renderKubernetes(needless)), { resources: {} });
  // The quantities of Kubernetes: a number, and one of its suffixes.
  for (const memory of [128, 512, 1024, 8192, 1536 * 1024]) assert.match(String(parse(renderKubernetes(recommendedReport({}, { memory }))).resources.limits.memory), /^[1-9]\d*(Mi|Gi)$/);
});

test("renderDocker() writes flags of docker run", () => {
  assert.equal(renderDocker(plain), "--cpus=4 --memory=8g\n");
  assert.equal(renderDocker(withGpu), "--cpus=4 --memory=512m --gpus=2\n");
  // As docker's reference has it: a decimal number; a whole one with b, k, m or g; a whole one or "all".
  for (const report of [plain, withGpu, untold, killed]) assert.match(renderDocker(report), /^--cpus=\d+(\.\d+)?( --memory=\d+[bkmg])?( --gpus=(\d+|all))?\n$/);
});

test("renderSnakemake() writes what stands in a rule", needs("python3"), () => {
  const resources = (text: string): string => text.split("resources:\n")[1]!.replace(/^ +/gm, "");
  assert.match(renderSnakemake(plain), /^ {4}threads: 4$/m);
  // mem_mb is a million bytes: 8 GiB are 8589.9 of them.
  assert.match(renderSnakemake(plain), /^ {8}mem_mb=8590,  # 8 GiB$/m);
  // The arguments of a call, in Python's grammar.
  const { stdout, stderr } = spawnSync(pathOf("python3"), ["-c", `import sys; print(eval("dict(" + sys.stdin.read() + ")"))`], { input: resources(renderSnakemake(withGpu)), encoding: "utf8" });
  assert.equal(stdout, "{'mem_mb': 537, 'runtime': 3, 'gpu': 2}\n", stderr);
});

test("renderNextflow() writes the directives of a process", () => {
  const lines = renderNextflow(withGpu).trimEnd().split("\n").filter((line) => !line.startsWith("//"));
  assert.deepEqual(lines, ["cpus 4", "memory '512 MB'", "time '3m'", "accelerator 2"]);
  assert.match(renderNextflow(plain), /^memory '8 GB'$/m);
  // A directive's name and one value: a number, or a text with the unit of a MemoryUnit or a Duration.
  const directive = /^(cpus \d+|accelerator \d+|memory '\d+ (MB|GB)'|time '\d+m')$/;
  for (const report of [plain, withGpu, untold, killed, hostile]) for (const line of renderNextflow(report).trimEnd().split("\n")) if (!line.startsWith("// ")) assert.match(line, directive);
});

test("renderMetaflow() writes decorators that Python understands", needs("python3"), () => {
  const { stdout, stderr } = spawnSync(pathOf("python3"), ["-"], {
    input: `def resources(**given):\n  print(given)\n  return lambda step: step\ndef timeout(**given):\n  print(given)\n  return lambda step: step\n${renderMetaflow(withGpu)}def step(): pass\n`,
    encoding: "utf8",
  });
  assert.equal(stdout, "{'cpu': 4, 'memory': 512, 'gpu': 2}\n{'minutes': 3}\n", stderr);
});

for (const [name, render] of Object.entries(all)) {
  test(`--format ${name} leaves out what is not known, and says so where it may`, () => {
    const text = render(untold);
    assert.doesNotMatch(text, /null|NaN|undefined/);
    if (name !== "docker") assert.match(text, /memory is left out: the run does not tell it/);
  });

  test(`--format ${name} lets no name out of its place`, () => {
    const text = render(hostile);
    assert.doesNotMatch(text, /rm -rf|--mem=1M|\$\(id\)/);
    assert.equal(text.split("\n").length, render(plain).split("\n").length);
  });

  test(`--format ${name} invents nothing where there is no recommendation`, () => {
    const text = render(needless);
    assert.doesNotMatch(text, /null|NaN|undefined|cpus?[=: -]|threads:/);
    if (name !== "docker") assert.match(text, /the run does not tell what it needs/);
  });

  test(`--format ${name} keeps every reason on the line of its comment`, () => {
    const lines = render(hostileReason).split("\n").filter((line) => line.includes("rm -rf"));
    assert.equal(lines.length, name === "docker" ? 0 : 5);
    for (const line of lines) assert.match(line, /^ *(#|\/\/) restrack: x[^\\\r\u0085\u2028]*$/);
  });

  if (name !== "docker") {
    test(`--format ${name} says in a comment of how many runs, and that one did not end by itself`, () => {
      assert.match(render(plain, { runs: 3, longestSeconds: 600 }), /from 3 runs, the longest of 10 min 00\.0 s\n/);
      assert.match(render(plain, { runs: 3 }), /from 3 runs, the first of 2 min 04\.3 s\n/);
      assert.match(render(recommendedReport({ timed_out: true })), /that run did not end by itself \(timed out\): a whole one may take longer/);
      assert.doesNotMatch(render(plain), /did not end by itself/);
    });

    test(`--format ${name} says in a comment that a job was killed for memory`, () => {
      assert.match(render(killed), /the memory below is a lower bound/);
    });
  }
}
