import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { machineWithProxy, type ProxyAnswers, type ProxyServer, proxyServer } from "../testing/module-proxy.ts";
import { emptyFolder } from "../testing/sandbox.ts";
import { moduleZip } from "./module-proxy.ts";

const servers: ProxyServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function server(answers: ProxyAnswers): Promise<ProxyServer> {
  const opened = await proxyServer(answers);
  servers.push(opened);
  return opened;
}

const source = { module: "example.com/Acme/widgets", version: "v1.2.0-RC1" };
const path = "/example.com/!acme/widgets/@v/v1.2.0-!r!c1.zip";

test.each([
  { between: ",", first: 404, found: "the second answers" },
  { between: ",", first: 410, found: "the second answers" },
  { between: ",", first: 500, found: "status 500" },
  { between: ",", first: 403, found: "status 403" },
  { between: "|", first: 403, found: "the second answers" },
  { between: "|", first: 500, found: "the second answers" },
])("a first proxy with status $first, then $between: $found", async ({ between, first, found }) => {
  const [primary, secondary] = [await server({ [path]: first }), await server({ [path]: "zip" })];
  const target = join(emptyFolder(), "module.zip");
  const answer = await moduleZip(source, target, machineWithProxy(`${primary.address}${between}${secondary.address}/`));
  if (found === "the second answers")
    expect([answer, readFileSync(target, "utf8")]).toEqual([{ ok: true, file: target }, "zip"]);
  else expect(answer).toMatchObject({ ok: false, absent: false, reason: expect.stringContaining(found) });
  expect(secondary.requests).toEqual(found === "the second answers" ? [path] : []);
});

test.each([
  { list: "off", found: { absent: false, reason: "GOPROXY is off" } },
  { list: "direct", found: { absent: false, reason: expect.stringContaining("only module proxies") } },
])("GOPROXY=$list: no request, and the reason", async ({ list, found }) => {
  expect(await moduleZip(source, "unused", machineWithProxy(list))).toEqual({ ok: false, ...found });
});

test("every proxy answers 404: the module is absent", async () => {
  const { address } = await server({});
  const answer = await moduleZip(source, join(emptyFolder(), "zip"), machineWithProxy(`${address},direct`));
  expect(answer).toMatchObject({ ok: false, absent: true });
});

test("no server: the module is not absent, and the reason names the address", async () => {
  const { address, close } = await server({});
  close();
  const answer = await moduleZip(source, join(emptyFolder(), "zip"), machineWithProxy(address));
  expect(answer).toMatchObject({ ok: false, absent: false, reason: expect.stringContaining(address) });
});

test("a redirect is followed, and a loop of redirects is an error", async () => {
  const redirect = (location: string) => (response: import("node:http").ServerResponse) => {
    response.writeHead(302, { location }).end();
  };
  const { address } = await server({ [path]: redirect("/elsewhere"), "/elsewhere": "zip", "/loop": redirect("/loop") });
  const target = join(emptyFolder(), "zip");
  expect(await moduleZip(source, target, machineWithProxy(address))).toMatchObject({ ok: true });
  const loop = await server({ [path]: redirect(`${address}/loop`) });
  expect(await moduleZip(source, target, machineWithProxy(loop.address))).toMatchObject({
    ok: false,
    reason: expect.stringContaining("too many redirects"),
  });
});

test("a connection that is cut is tried again, and the whole answer is used", async () => {
  let times = 0;
  const { address, requests } = await server({
    [path]: (response) => {
      times += 1;
      response.writeHead(200, { "content-length": 6 });
      if (times > 1) response.end("module");
      else response.write("mod", () => response.destroy());
    },
  });
  const target = join(emptyFolder(), "zip");
  const machine = machineWithProxy(address);
  expect(await moduleZip(source, target, machine)).toMatchObject({ ok: true });
  expect([requests.length, readFileSync(target, "utf8")]).toEqual([2, "module"]);
  expect(machine.lines.join()).toContain("Trying again");
});

test("a connection that is always cut leaves no file", async () => {
  const { address } = await server({
    [path]: (response) => {
      response.writeHead(200, { "content-length": 6 });
      response.write("mod", () => response.destroy());
    },
  });
  const target = join(emptyFolder(), "zip");
  expect(await moduleZip(source, target, machineWithProxy(address))).toMatchObject({ ok: false, absent: false });
  expect(existsSync(target)).toBe(false);
});

test("a zip in Go's module cache is used without a request", async () => {
  const machine = machineWithProxy("off");
  const cached = join(machine.env["GOMODCACHE"] ?? "", "cache/download", path);
  mkdirSync(dirname(cached), { recursive: true });
  writeFileSync(cached, "zip");
  expect(await moduleZip(source, "unused", machine)).toEqual({ ok: true, file: cached });
});

test("GOPROXY comes from Go's own file of settings if the environment does not set it", async () => {
  const { address } = await server({ [path]: "zip" });
  const folder = emptyFolder();
  writeFileSync(join(folder, "env"), `GOFLAGS=-mod=mod\nGOPROXY=${address}\n`);
  const { env, log } = machineWithProxy("", folder);
  const machine = { log, env: { ...env, GOENV: join(folder, "env") } };
  expect(await moduleZip(source, join(folder, "zip"), machine)).toMatchObject({ ok: true });
});

test.each(["example.com/Acme", "example.com/*/widgets", "*.com"])(
  "GOPRIVATE=%s: the name of the module is sent to no proxy",
  async (pattern) => {
    const { address, requests } = await server({ [path]: "zip" });
    const { env, log } = machineWithProxy(address);
    const answer = await moduleZip(source, "unused", { log, env: { ...env, GOPRIVATE: pattern } });
    expect([answer.ok, requests]).toEqual([false, []]);
  },
);

test("an invalid address in GOPROXY is an error with the format", async () => {
  await expect(moduleZip(source, "unused", machineWithProxy("ftp://example.com"))).rejects.toMatchObject({
    name: "ToolFailure",
    message: expect.stringContaining("ftp://example.com"),
  });
});

test("HTTP_PROXY: the request goes through the proxy", async () => {
  const proxy = await server({ [`http://modules.invalid${path}`]: "zip" });
  const { env, log } = machineWithProxy("http://modules.invalid");
  const machine = { log, env: { ...env, HTTP_PROXY: proxy.address } };
  expect(await moduleZip(source, join(emptyFolder(), "zip"), machine)).toMatchObject({ ok: true });
});
