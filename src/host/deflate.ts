import { deflateRawSync } from "node:zlib";

/** Text, compressed for a browser's DecompressionStream("deflate-raw"), in base64. */
export function packText(text: string): string {
  return deflateRawSync(text).toString("base64");
}
