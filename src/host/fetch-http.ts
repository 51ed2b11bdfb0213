import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { HttpAnswer, HttpFetch } from "./http.ts";

const MAX_BYTES = 2 ** 20;

/** Straight to the address, without proxies and without a connection that is kept. */
export const fetchHttp: HttpFetch = ({ url, method = "GET", headers = {}, timeoutMs, maxBytes = MAX_BYTES, inBackground = false }) =>
  new Promise((resolve) => {
    const end = (answer: HttpAnswer | null): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(null), timeoutMs);
    const request = (url.startsWith("https:") ? requestHttps : requestHttp)(url, { method, headers: { ...headers, ...(method === "PUT" && { "content-length": "0" }) }, agent: false });
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
