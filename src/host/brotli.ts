import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

/** As small as it gets: it is packed once and unpacked often. */
export function compress(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

/** ASCII only. */
export function decompress(packed: Uint8Array): string {
  return brotliDecompressSync(packed).toString("latin1");
}
