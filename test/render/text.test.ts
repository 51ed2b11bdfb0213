import assert from "node:assert/strict";
import { test } from "node:test";
import { renderText } from "../../src/render/text.ts";
import { displayWidth } from "../../src/render/visible.ts";
import { bareReport, exampleReport } from "../helpers/report.ts";

const lineOf = (text: string, label: string) => text.split("\n").find((line) => line.startsWith(`  ${label} `)) ?? assert.fail(`no line ${label} in\n${text}`);

test("renderText() shows a run in 80 columns, numbers of a line in one unit", () => {
  assert.equal(
    renderText(exampleReport()),
    `  python train.py   2 min 04.3 s   exit 0   124 samples

                  mean     peak
  CPU             3.21     7.98  of 8 cores     386.2 s user, 12.9 s system
  Memory           4.1      6.3  of 31.2 GiB    PSS
  Disk            12.4    210.0  MB/s read      3.1   88.0  written
  Network          0.1      4.2  MB/s received  0.0    0.1  sent (whole machine)
  Processes        9.1       17
  Accounting      CPU exact (cgroup), disk exact (processes)

  Most of it      python train.py  91 % of CPU  5.9 GiB    pigz  7 %  0.2 GiB

  Warning: 3 samples were late by more than 0.5 s. The machine was busy; shorter
           peaks may be missed.
`,
  );
});

test("renderText() says n/a for what is not known, and 0 for what is nothing", () => {
  assert.equal(
    renderText(bareReport()),
    `  old   duration unknown   end unknown   1 sample

                  mean     peak
  CPU              n/a      n/a
  Memory           n/a      n/a
  Disk             n/a      n/a  read           n/a    n/a  written
  Network          n/a      n/a  received       n/a    n/a  sent (whole machine)
  Processes        n/a      n/a
`,
  );
  const idle = renderText(exampleReport({ totals: { ...exampleReport().totals, read_bytes: 0, write_bytes: 0 }, stats: { process_disk_read_bytes: { peak_per_second: 0 }, process_disk_write_bytes: { peak_per_second: 0 } } }));
  assert.match(lineOf(idle, "Disk"), /^ {2}Disk {13}0\.0 {6}0\.0 {2}kB\/s read +0\.0 {4}0\.0 {2}written$/);
});

test("renderText() says in words how it ended", () => {
  const outcome = (changes: Parameters<typeof exampleReport>[0]) => renderText(exampleReport(changes)).split("\n")[0]!.split("   ")[2];
  assert.equal(outcome({ exit_code: 1 }), "exit 1");
  assert.equal(outcome({ exit_code: null, signal: "SIGKILL" }), "killed by SIGKILL");
  assert.equal(outcome({ exit_code: null, signal: "SIGTERM", timed_out: true }), "timed out");
  assert.equal(outcome({ exit_code: 0xc0000005 }), "exit 0xC0000005");
  assert.equal(outcome({ exit_code: null }), "exit unknown");
  assert.equal(outcome({ exit_code: null, end: null }), "end unknown");
});

test("renderText() puts a name before the command when it says more than the program", () => {
  assert.match(renderText(exampleReport({ name: "nightly" })), /^ {2}nightly: python train\.py {3}/);
  assert.match(renderText(exampleReport({ command: ["/usr/bin/python", "x y"] })), /^ {2}\/usr\/bin\/python 'x y' {3}/);
});

test("renderText() shows control signs instead of obeying them", () => {
  const text = renderText(exampleReport({ name: "a\rb", command: ["sh", "-c", "echo '\u001b[31m'\n\u0007\u202e"], programs: [{ ...exampleReport().programs[0]!, name: "evil\u001b[2J" }], warnings: [{ code: "x", message: "bad\nname", hint: null }] }));
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  assert.match(text, /a\\rb: sh -c 'echo '\\''\\e\[31m'\\''\\n\\x07/);
  assert.match(text, /evil\\e\[2J/);
  assert.match(text, /Warning: bad\\nname\./);
});

test("renderText() stays in 80 columns whatever the numbers and names are", () => {
  const stats = exampleReport().stats;
  for (const factor of [1e-6, 1e-3, 0.9999, 1, 99.96, 1e3, 1e6]) {
    const { totals, peaks } = exampleReport();
    const text = renderText(
      exampleReport({
        name: "日本語の名前".repeat(9),
        command: ["./" + "x".repeat(300), "\u001b".repeat(30)],
        signal: "SIGVTALRM",
        exit_code: null,
        duration_seconds: 124.3 * factor,
        limits: { cpus: 127.53, memory_mib: 1023.9 * 1024, cpus_by: null, memory_by: null },
        totals: { ...totals, cpu_user_seconds: 9999.9 * factor, cpu_system_seconds: 9999.9 * factor, net_recv_bytes: 999.9e6 * 124.3 },
        peaks: { ...peaks, memory_mib: 1023.9, cpu_cores: 127.5 },
        accounting: { cpu: "processes", cpu_sampled_seconds: 9999, io: "processes", memory_estimated_samples: 600_000 },
        samples: 604_800,
        stats: { ...stats, system_net_recv_bytes: { peak_per_second: 999.9e6 }, system_net_sent_bytes: { peak_per_second: 999.9e6 } },
        programs: ["日本".repeat(20), "b".repeat(80), "c"].map((name) => ({ name, command: name, count: 1, cpu_seconds: 5000 * factor, memory_peak_mib: 1023.94, read_bytes: 0, write_bytes: 0 })),
        warnings: [{ code: "x", message: "word ".repeat(60).trim(), hint: "do something about it ".repeat(9).trim() }],
      }),
    );
    for (const line of text.split("\n")) assert.ok(displayWidth(line) <= 80, `${displayWidth(line)} columns: ${line}`);
  }
});

test("renderText() says what is exact, and what only sampling has seen", () => {
  const report = exampleReport({ accounting: { cpu: "processes", cpu_sampled_seconds: 1.2, io: "processes", memory_estimated_samples: 12 } });
  assert.match(renderText(report), /Accounting {6}CPU is at least this: 1\.20 s of it were seen only by sampling,\n {18}disk exact \(processes\)\n/);
  assert.match(lineOf(renderText(report), "Memory"), /PSS, 12 of 124 estimated$/);
  assert.match(lineOf(renderText(exampleReport({ memory_kind: "rss" })), "Memory"), /RSS$/);
});

test("renderText() calls nothing exact that was only seen", () => {
  const report = exampleReport({ accounting: { cpu: "samples", cpu_sampled_seconds: 0, io: "samples", memory_estimated_samples: 0 } });
  assert.match(renderText(report), /Accounting {6}CPU sampled, disk sampled\n/);
});

test("renderText() names the unit beside a limit that has another one", () => {
  const report = exampleReport({ peaks: { ...exampleReport().peaks, memory_mib: 6.25 }, stats: { process_memory_mib: { mean: 5.04 } } });
  assert.match(lineOf(renderText(report), "Memory"), /^ {2}Memory {11}5\.0 {6}6\.3 {2}MiB of 31\.2 GiB {2}PSS$/);
  assert.match(lineOf(renderText(exampleReport({ limits: { cpus: 1, memory_mib: null, cpus_by: null, memory_by: null } })), "CPU"), /of 1 core /);
  assert.match(lineOf(renderText(exampleReport({ limits: { cpus: 1.5, memory_mib: null, cpus_by: null, memory_by: null } })), "CPU"), /of 1\.5 cores/);
});

test("renderText() shows no mean above the peak where a run is so short that its length is rounded", () => {
  const example = exampleReport();
  // 0.35 ms of CPU and 1024 bytes in 6.6 ms, which are told as 7 and as 6.
  const text = renderText(exampleReport({ duration_seconds: 0.006, totals: { ...example.totals, cpu_user_seconds: 0.00035, cpu_system_seconds: 0, read_bytes: 1024, write_bytes: 0 }, peaks: { ...example.peaks, cpu_cores: 0.053 }, stats: { process_disk_read_bytes: { peak_per_second: 155_000 } } }));
  assert.match(text, /CPU +0\.05 +0\.05 /);
  assert.match(text, /Disk +155\.0 +155\.0 /);
});

test("renderText() colours only when told, and marks what went wrong", () => {
  assert.doesNotMatch(renderText(exampleReport()), /\u001b/);
  const text = renderText(exampleReport({ exit_code: 2, limits: { cpus: 8, memory_mib: 6.4 * 1024, cpus_by: null, memory_by: null } }), { colour: true });
  assert.match(text, /\u001b\[31mexit 2\u001b\[39m/);
  assert.match(text, /\u001b\[33mWarning:\u001b\[39m/);
  assert.match(text, /\u001b\[31m {6}6\.3\u001b\[39m/);
  assert.equal(text.replace(/\u001b\[\d+m/g, "").split("\n").length, renderText(exampleReport()).split("\n").length);
});

test("renderText() shows GPUs when something used one", () => {
  const report = exampleReport({ stats: { ...exampleReport().stats, process_gpu_usage: { mean: 1.25, max: 2 } }, peaks: { ...exampleReport().peaks, gpu_vram_mib: 4096 } });
  assert.match(lineOf(renderText(report), "GPU"), /1\.25 {5}2\.00 {2}GPUs busy {6}4\.0 GiB of GPU memory$/);
  assert.doesNotMatch(renderText(exampleReport({ stats: { process_gpu_usage: { mean: 0, max: 0 } } })), /GPU/);
});
