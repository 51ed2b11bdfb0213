import { test } from "node:test";
import assert from "node:assert/strict";
import { parseSwapinfo } from "../../src/parsers/swapinfo.ts";

test("parseSwapinfo() reads every device and leaves out their sum", () => {
  const text = "Device          1K-blocks     Used    Avail Capacity\n/dev/da0p3        100       40       60    40%\n/dev/da1p3        200        -      200     0%\nTotal             300       40      260    13%\n";
  assert.deepEqual(parseSwapinfo(text), [
    { device: "/dev/da0p3", totalBytes: 102_400, usedBytes: 40_960, availableBytes: 61_440 },
    { device: "/dev/da1p3", totalBytes: 204_800, usedBytes: null, availableBytes: 204_800 },
  ]);
});

test("parseSwapinfo() takes the size of a block from the heading", () => {
  assert.equal(parseSwapinfo("Device 512-blocks Used Avail Capacity\n/dev/da0p3 100 0 100 0%\n")[0]?.totalBytes, 51_200);
});
