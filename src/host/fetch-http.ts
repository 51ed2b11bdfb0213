import { type ClientRequest, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { HttpAnswer, HttpFetch, HttpRequest } from "./http.ts";

const MAX_BYTES = 2 ** 20;

/** Straight to the address, without proxies and without a connection that is kept. */
export const fetchHttp: HttpFetch = (asked) =>
  new Promise((resolve) => {
    const { timeoutMs, maxBytes = MAX_BYTES, inBackground = false } = asked;
    const request = open(asked);
    if (request === null) return resolve(null);
    const end = (answer: HttpAnswer | null): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    // For the whole of it: a server that says a byte now and then is not waited for either.
    const timer = setTimeout(() => end(null), timeoutMs);
    if (inBackground) {
      timer.unref();
      request.on("socket", (socket) => socket.unref());
    }
    request.on("error", () => end(null));
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > maxBytes) end(null);
      });
      response.on("error", () => end(null));
      response.on("close", () => end(null));
      response.on("end", () => end(response.complete ? { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") } : null));
    });
    request.end();
  });

/** null where there is nothing to ask: no address, or a header that no server would take. */
function open({ url, method = "GET", headers = {} }: HttpRequest): ClientRequest | null {
  try {
    const request = url.startsWith("https:") ? requestHttps : requestHttp;
    return request(url, { method, headers: { ...headers, ...(method === "PUT" && { "content-length": "0" }) }, agent: false });
  } catch {
    return null;
  }
}
