import { test } from "node:test";
import assert from "node:assert/strict";
import { parseOsRelease } from "../../src/parsers/os-release.ts";

test("parseOsRelease() reads quotes as a shell does", () => {
  const name = (text: string) => parseOsRelease(`NAME=${text}\n`).name;
  assert.equal(name('"A (b) \\"c\\" \\$d"'), 'A (b) "c" $d');
  assert.equal(name("'A \\ \"b\"'"), 'A \\ "b"');
  assert.equal(name("Plain"), "Plain");
  assert.equal(name('""'), null);
});

test("parseOsRelease() does not take VERSION_ID or ID_LIKE for ID", () => {
  const release = parseOsRelease('VERSION_ID="9.4"\nID_LIKE="rhel  fedora"\n#ID=x\nID=rocky\n');
  assert.equal(release.id, "rocky");
  assert.deepEqual(release.idLike, ["rhel", "fedora"]);
  assert.equal(release.prettyName, null);
});
