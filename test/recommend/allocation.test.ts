import assert from "node:assert/strict";
import { test } from "node:test";
import { baselineCores } from "../../src/recommend/allocation.ts";

const cores = (vendor: string, name: string, vcpus: number, allocation: "shared" | "burstable" = "burstable") =>
  Number(baselineCores({ vendor, name, vcpus, memoryMib: 1024, arch: "x86_64", allocation, gpuCount: 0, gpuModel: null, vramMib: 0, storageGb: 0 }).toFixed(4));

test("baselineCores() knows Amazon's burstable servers by their size", () => {
  assert.deepEqual([cores("aws", "t3.nano", 2), cores("aws", "t4g.micro", 2), cores("aws", "t3a.small", 2), cores("aws", "t3.medium", 2), cores("aws", "t3.large", 2), cores("aws", "t4g.xlarge", 4), cores("aws", "t3.2xlarge", 8)], [0.1, 0.2, 0.4, 0.4, 0.6, 1.6, 3.2]);
  // The large ones of the generation before give less.
  assert.deepEqual([cores("aws", "t2.nano", 1), cores("aws", "t2.xlarge", 4), cores("aws", "t2.2xlarge", 8)], [0.05, 0.9, 1.352]);
});

test("baselineCores() knows Azure's B series, of which those with little memory give less", () => {
  assert.deepEqual([cores("azure", "Standard_B1ls", 1), cores("azure", "Standard_B1s", 1), cores("azure", "Standard_B1ms", 1), cores("azure", "Standard_B2s", 2), cores("azure", "Standard_B2ms", 2), cores("azure", "Standard_B4ms", 4)], [0.05, 0.1, 0.2, 0.4, 0.6, 0.9]);
  assert.deepEqual([cores("azure", "Standard_B2ts_v2", 2), cores("azure", "Standard_B2ats_v2", 2), cores("azure", "Standard_B2pts_v2", 2)], [0.4, 0.4, 0.4]);
  assert.deepEqual([cores("azure", "Standard_B2ls_v2", 2), cores("azure", "Standard_B8ls_v2", 8), cores("azure", "Standard_B16als_v2", 16), cores("azure", "Standard_B16pls_v2", 16)], [0.6, 2.4, 4.8, 4.8]);
  assert.deepEqual([cores("azure", "Standard_B2s_v2", 2), cores("azure", "Standard_B8as_v2", 8), cores("azure", "Standard_B16ps_v2", 16), cores("azure", "Standard_B32s_v2", 32)], [0.8, 3.2, 6.4, 12.8]);
});

test("baselineCores() knows Alibaba's t5 and t6", () => {
  assert.deepEqual([cores("alicloud", "ecs.t6-c4m1.large", 2), cores("alicloud", "ecs.t6-c2m1.large", 2), cores("alicloud", "ecs.t6-c1m1.large", 2), cores("alicloud", "ecs.t6-c1m4.large", 2), cores("alicloud", "ecs.t6-c1m4.2xlarge", 8)], [0.1, 0.2, 0.4, 0.6, 3.2]);
  assert.deepEqual([cores("alicloud", "ecs.t5-lc2m1.nano", 1), cores("alicloud", "ecs.t5-lc1m4.large", 2), cores("alicloud", "ecs.t5-c1m1.large", 2), cores("alicloud", "ecs.t5-c1m2.4xlarge", 16)], [0.2, 0.4, 0.5, 4]);
});

test("baselineCores() knows Google's shared cores, which are called shared and have a baseline all the same", () => {
  assert.deepEqual([cores("gcp", "e2-micro", 2, "shared"), cores("gcp", "e2-small", 2, "shared"), cores("gcp", "e2-medium", 2, "shared"), cores("gcp", "f1-micro", 1, "shared"), cores("gcp", "g1-small", 1, "shared")], [0.25, 0.5, 1, 0.2, 0.5]);
});

test("baselineCores() takes half of other shared servers, and a tenth of other burstable ones", () => {
  assert.equal(cores("hcloud", "cx22", 2, "shared"), 1);
  assert.equal(cores("own", "bursty", 8), 0.8);
  assert.equal(cores("gcp", "t3.large", 2), 0.2, "the name of another vendor's");
});
