import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../testing/api-server.ts";
import { expectSame } from "../../testing/routes/compared.ts";
import { envoyConfig } from "../../testing/routes/envoy-config.ts";
import { policyFilters } from "../../testing/routes/istiod-policies.ts";
import { virtualHostsOf } from "../../testing/routes/istiod-routes.ts";
import { ingressNginxServers, nginxConfig } from "../../testing/routes/nginx-config.ts";
import { ingressEdge, ingressObjects } from "../../testing/routes/objects.ts";
import { pathCases } from "../../testing/routes/path-cases.ts";
import { randomTargets } from "../../testing/routes/random-targets.ts";
import { sendRaw } from "../../testing/routes/raw-request.ts";
import { requestCases } from "../../testing/routes/requests.ts";
import { programOf, type Running, startProgram, startUpstream } from "../../testing/routes/running.ts";
import { emptyFolder } from "../../testing/sandbox.ts";
import { routeAnswer } from "./answer.ts";
import { nginxTarget } from "./nginx-path.ts";

const envoy = programOf("TENANTRY_ENVOY", "envoy");
const nginx = programOf("TENANTRY_NGINX", "nginx");
const ready = envoy !== undefined && nginx !== undefined;
const remedy = " (skipped: install nginx and Envoy, or set TENANTRY_NGINX and TENANTRY_ENVOY to the programs)";
const targets = randomTargets(["%25", "?", "#"]);

describe.skipIf(!ready)(`nginx${ready ? "" : remedy}`, () => {
  const running: Running[] = [];
  const ports = { paths: 0, http: 0, http2: 0 };
  beforeAll(async () => {
    const upstream = await startUpstream();
    running.push(upstream);
    Object.assign(ports, { paths: await freePort(), http: await freePort(), http2: await freePort() });
    const folder = emptyFolder("nginx-oracle");
    const gatewayPort = await freePort();
    const virtualHosts = virtualHostsOf(ingressObjects.filter(({ kind }) => kind === "VirtualService"));
    const filters = policyFilters(ingressObjects);
    const listener = { port: gatewayPort, normalization: "BASE", filters, virtualHosts } as const;
    writeFileSync(join(folder, "envoy.json"), envoyConfig([listener], upstream.port));
    const args = [
      "-c",
      join(folder, "envoy.json"),
      "--disable-hot-restart",
      "--log-level",
      "error",
      "--concurrency",
      "1",
    ];
    running.push(await startProgram(envoy ?? "", args, gatewayPort));
    const paths = `server { listen 127.0.0.1:${ports.paths}; location / { default_type text/plain; return 200 "$uri"; } }`;
    const servers = [paths, ...ingressNginxServers(ingressObjects, ports, gatewayPort)];
    writeFileSync(join(folder, "nginx.conf"), nginxConfig(folder, servers));
    running.push(await startProgram(nginx ?? "", ["-p", folder, "-c", join(folder, "nginx.conf")], ports.http2));
  });
  afterAll(async () => {
    for (const { stop } of running.reverse()) await stop();
  });

  test.each(pathCases.map(([target]) => target))("reads %s", async (target) => {
    expect(await realPath(target)).toBe(ownPath(target));
  });
  test("reads 1,500 random targets", async () => {
    for (const target of targets) expect(await realPath(target), target).toBe(ownPath(target));
  });

  // Without TLS there are no certificates.
  const compared = requestCases.filter(({ request }) => {
    const { serverName, host } = request;
    return ![serverName, host].includes("vip.acme.test") || request.path.includes("://");
  });
  test.each(compared)("answers a request with $name", async ({ request }) => {
    const port = request.protocol === "grpc" ? ports.http2 : ports.http;
    await expectSame(port, request, routeAnswer(ingressObjects, ingressEdge, request));
  });

  async function realPath(path: string): Promise<string | number> {
    const request = { method: "GET", host: "a.test", path, headers: [], protocol: "http" } as const;
    const { status, body } = await sendRaw(ports.paths, request);
    return status === 200 ? body : status;
  }
});

function ownPath(target: string): string | number {
  const read = nginxTarget("GET", target);
  return "status" in read ? read.status : read.path;
}
