import assert from "node:assert/strict";
import { test } from "node:test";
import { html, Markup } from "../../../src/render/html/markup.ts";

test("html shows what is put in as text", () => {
  const evil = `</script><img src=x onerror='a("b")'>&amp;`;
  assert.equal(html`<b title="${evil}">${evil}</b>`.text.match(/[<>]/g)?.join(""), "<><>");
  assert.equal(html`${`<&>"'`}`.text, "&#60;&#38;&#62;&#34;&#39;");
});

test("html shows control characters and marks of direction", () => {
  assert.equal(html`${"a\u202eb\u0000c\n"}`.text, "a\\u202eb\\x00c\\n");
});

test("html takes markup as it is, lists one after the other, and nothing for nothing", () => {
  assert.equal(html`<ul>${["<", 2].map((item) => html`<li>${item}</li>`)}${null}${undefined}${false}${0}</ul>`.text, "<ul><li>&#60;</li><li>2</li>0</ul>");
  assert.ok(html`` instanceof Markup);
});

test("html cuts what nobody would read", () => {
  const { text } = html`${"<".repeat(100_000)}`;
  assert.ok(text.startsWith("&#60;".repeat(4000)) && text.endsWith("… (96000 characters more)"), text.slice(-60));
});
