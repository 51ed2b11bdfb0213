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
const hostile = recommendedReport({ name: "x\n#SBATCH --mem=1M\n'); rm -rf / #`$(id)`" });

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

test("renderKubernetes() writes YAML with requests and limits", () => {
  assert.deepEqual(parse(renderKubernetes(plain)), { resources: { requests: { cpu: 4, memory: "8Gi" }, limits: { memory: "8Gi" } } });
  assert.deepEqual(parse(renderKubernetes(withGpu)), { resources: { requests: { cpu: 4, memory: "512Mi", "nvidia.com/gpu": 2 }, limits: { memory: "512Mi", "nvidia.com/gpu": 2 } } });
  assert.deepEqual(parse(renderKubernetes(untold)), { resources: { requests: { cpu: 4 } } });
});

test("renderDocker() writes flags of docker run", () => {
  assert.equal(renderDocker(plain), "--cpus=4 --memory=8g\n");
  assert.equal(renderDocker(withGpu), "--cpus=4 --memory=512m --gpus=2\n");
});

test("renderSnakemake() writes what stands in a rule", needs("python3"), () => {
  const resources = (text: string): string => text.split("resources:\n")[1]!.replace(/^ +/gm, "");
  assert.match(renderSnakemake(plain), /^ {4}threads: 4$/m);
  // The arguments of a call, in Python's grammar.
  const { stdout, stderr } = spawnSync(pathOf("python3"), ["-c", `import sys; print(eval("dict(" + sys.stdin.read() + ")"))`], { input: resources(renderSnakemake(withGpu)), encoding: "utf8" });
  assert.equal(stdout, "{'mem_mb': 537, 'runtime': 3, 'gpu': 2}\n", stderr);
});

test("renderNextflow() writes the directives of a process", () => {
  const lines = renderNextflow(withGpu).trimEnd().split("\n").filter((line) => !line.startsWith("//"));
  assert.deepEqual(lines, ["cpus 4", "memory '512 MB'", "time '3m'", "accelerator 2"]);
  assert.match(renderNextflow(plain), /^memory '8 GB'$/m);
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

  if (name !== "docker") {
    test(`--format ${name} says in a comment that a job was killed for memory`, () => {
      assert.match(render(killed), /it was killed for memory: it needs more than this/);
    });
  }
}
