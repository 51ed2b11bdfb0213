/** An element of a document without its attributes. */
export interface XmlElement {
  name: string;
  /** As it is written, between its tags; of an element with children that between them, too. */
  text: string;
  children: XmlElement[];
}

/** Deeper than any tool writes. */
const DEEPEST = 64;

/** The elements of a document that a program wrote; where it is cut off, what was there counts. What is no element is passed over. */
export function xmlElements(text: string): XmlElement[] {
  const root: XmlElement = { name: "", text: "", children: [] };
  const open: XmlElement[] = [root];
  let at = 0;
  for (const match of text.matchAll(/<!--[\s\S]*?-->|<[?!][^>]*>|<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(\/?)>/g)) {
    const [tag, end, name, alone] = match;
    open.at(-1)!.text += text.slice(at, match.index);
    at = match.index + tag.length;
    if (name === undefined) continue;
    if (end === "/") {
      const level = open.findLastIndex((element, index) => index > 0 && element.name === name);
      if (level > 0) open.length = level;
      continue;
    }
    const element: XmlElement = { name, text: "", children: [] };
    open.at(-1)!.children.push(element);
    if (alone !== "/" && open.length < DEEPEST) open.push(element);
  }
  return root.children;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** What was written, "&amp;" and the like undone. */
export function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name]!);
}
