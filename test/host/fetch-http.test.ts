import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { fetchHttp } from "../../src/host/fetch-http.ts";

/** The address of a server that answers so. */
async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("fetchHttp() sends method and headers, and tells status and text", async (t) => {
  const url = await serve(t, ({ method, url, headers }, response) => response.writeHead(201).end(`${method} ${url} ${headers["x-name"]} ${headers["content-length"]} é`));
  assert.deepEqual(await fetchHttp({ url: `${url}/a?b=c`, method: "PUT", headers: { "X-Name": "value" }, timeoutMs: 5000 }), { status: 201, text: "PUT /a?b=c value 0 é" });
});

test("fetchHttp() takes a redirect and an error for answers", async (t) => {
  const asked: (string | undefined)[] = [];
  const url = await serve(t, (request, response) => {
    asked.push(request.url);
    response.writeHead(request.url === "/moved" ? 302 : 500, { location: "/elsewhere" }).end("here");
  });
  assert.deepEqual(await fetchHttp({ url: `${url}/moved`, timeoutMs: 5000 }), { status: 302, text: "here" });
  assert.deepEqual(await fetchHttp({ url: `${url}/broken`, timeoutMs: 5000 }), { status: 500, text: "here" });
  assert.deepEqual(asked, ["/moved", "/broken"]);
});

test("fetchHttp() goes past the proxies of the environment", async (t) => {
  const url = await serve(t, (_, response) => response.end("the server"));
  const proxy = await serve(t, (_, response) => response.end("a proxy"));
  for (const name of ["http_proxy", "HTTP_PROXY", "NODE_USE_ENV_PROXY"]) {
    const before = process.env[name];
    t.after(() => (before === undefined ? delete process.env[name] : (process.env[name] = before)));
    process.env[name] = name === "NODE_USE_ENV_PROXY" ? "1" : proxy;
  }
  assert.equal((await fetchHttp({ url, timeoutMs: 5000 }))?.text, "the server");
});

const none: [string, RequestListener][] = [
  ["says nothing", () => undefined],
  ["says a byte now and then", (_, response) => {
    const timer = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(timer));
  }],
  ["hangs up", (request) => request.socket.destroy()],
  ["hangs up amid the answer", (request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("a part", () => request.socket.destroy());
  }],
  ["says what is no HTTP", (request) => request.socket.end("SSH-2.0-OpenSSH_9.6\r\n")],
];
for (const [what, answer] of none) {
  test(`fetchHttp() has no answer, and in time, from a server that ${what}`, async (t) => {
    const url = await serve(t, answer);
    const began = performance.now();
    assert.equal(await fetchHttp({ url, timeoutMs: 250 }), null);
    assert.ok(performance.now() - began < 2000);
  });
}

test("fetchHttp() hangs up on an answer that is too long, long before its end", async (t) => {
  let sent = 0;
  let hungUp = (): void => undefined;
  const closed = new Promise<void>((resolve) => (hungUp = resolve));
  const url = await serve(t, (_, response) => {
    const chunk = Buffer.alloc(2 ** 16, "x");
    const send = (): void => {
      while (!response.destroyed && sent < 2 ** 30) {
        sent += chunk.length;
        if (!response.write(chunk)) return;
      }
    };
    response.on("drain", send).on("close", hungUp);
    send();
  });
  assert.equal(await fetchHttp({ url, timeoutMs: 10_000, maxBytes: 1000 }), null);
  await closed;
  assert.ok(sent < 2 ** 26, `${sent} bytes were sent`);
});

test("fetchHttp() has an answer of exactly as many bytes as it may have", async (t) => {
  const url = await serve(t, (_, response) => response.end("x".repeat(1000)));
  assert.equal((await fetchHttp({ url, timeoutMs: 5000, maxBytes: 1000 }))?.text.length, 1000);
  assert.equal(await fetchHttp({ url, timeoutMs: 5000, maxBytes: 999 }), null);
});

test("fetchHttp() has no answer where nobody listens, and where there is nothing to ask", async () => {
  assert.equal(await fetchHttp({ url: "http://127.0.0.1:1/", timeoutMs: 5000 }), null);
  for (const url of ["", "not an address", "file:///etc/passwd", "http://"]) assert.equal(await fetchHttp({ url, timeoutMs: 5000 }), null, url);
  assert.equal(await fetchHttp({ url: "http://127.0.0.1:1/", headers: { name: "a\r\nb" }, timeoutMs: 5000 }), null);
});

test("fetchHttp() keeps the process until its answer has come, and in the background does not", async (t) => {
  for (const inBackground of [false, true]) {
    let answer = (): void => undefined;
    let answered: ReturnType<typeof fetchHttp> | undefined;
    const asked = new Promise<void>((resolve) => {
      void serve(t, (_, response) => {
        answer = () => response.end("late");
        resolve();
      }).then((url) => (answered = fetchHttp({ url, timeoutMs: 5000, inBackground })));
    });
    await asked;
    // Of the two ends of the connection the server's always keeps it: this process is the server, too.
    const keeping = process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap");
    assert.equal(keeping.length, inBackground ? 1 : 2);
    answer();
    assert.equal((await answered)?.text, "late");
  }
});
