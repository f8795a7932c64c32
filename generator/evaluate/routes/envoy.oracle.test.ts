import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../testing/api-server.ts";
import { expectSame } from "../../testing/routes/compared.ts";
import { envoyConfig } from "../../testing/routes/envoy-config.ts";
import { policyFilters } from "../../testing/routes/istiod-policies.ts";
import { virtualHostsOf } from "../../testing/routes/istiod-routes.ts";
import { gatewayApiEdge, gatewayApiObjects } from "../../testing/routes/objects.ts";
import { pathCases, pathNormalizations } from "../../testing/routes/path-cases.ts";
import { randomTargets } from "../../testing/routes/random-targets.ts";
import { sendRaw } from "../../testing/routes/raw-request.ts";
import { requestCases } from "../../testing/routes/requests.ts";
import { programOf, type Running, startProgram, startUpstream } from "../../testing/routes/running.ts";
import { emptyFolder } from "../../testing/sandbox.ts";
import { listAt, textAt, textsAt } from "../manifests/reading.ts";
import { routeAnswer } from "./answer.ts";
import type { PathNormalization } from "./edge.ts";
import { envoyPath, envoyTarget } from "./envoy-path.ts";
import { serverNameOf } from "./request.ts";

const envoy = programOf("TENANTRY_ENVOY", "envoy");
const title = `Envoy${envoy === undefined ? " (skipped: install Envoy, or set TENANTRY_ENVOY to the program)" : ""}`;
const targets = randomTargets(["%zz", "%25", "?", "|"]);

describe.skipIf(envoy === undefined)(title, () => {
  const running: Running[] = [];
  const pathPorts = new Map<PathNormalization, number>();
  const listenerPorts = new Map<string, number>();
  beforeAll(async () => {
    const upstream = await startUpstream();
    running.push(upstream);
    for (const normalization of pathNormalizations) pathPorts.set(normalization, await freePort());
    const names = gatewayApiObjects
      .filter(({ kind }) => kind === "Gateway")
      .flatMap((gateway) => listAt(gateway, "spec", "listeners").map((listener) => textAt(listener, "hostname") ?? ""));
    for (const name of names) listenerPorts.set(name, await freePort());
    const everyPath = {
      name: "all",
      domains: ["*"],
      routes: [{ match: { prefix: "/" }, route: { cluster: "upstream" } }],
    };
    const filters = policyFilters(gatewayApiObjects);
    const config = envoyConfig(
      [
        ...[...pathPorts].map(([normalization, port]) => ({ port, normalization, virtualHosts: [everyPath] })),
        ...[...listenerPorts].map(([name, port]) => ({
          port,
          normalization: "BASE" as const,
          filters,
          virtualHosts: virtualHostsOf(
            gatewayApiObjects.filter((object) => textsAt(object, "spec", "hostnames").includes(name)),
          ),
        })),
      ],
      upstream.port,
    );
    const file = join(emptyFolder("envoy-oracle"), "envoy.json");
    writeFileSync(file, config);
    const lastPort = [...listenerPorts.values()].at(-1) ?? 0;
    const args = ["-c", file, "--disable-hot-restart", "--log-level", "error", "--concurrency", "1"];
    running.push(await startProgram(envoy ?? "", args, lastPort));
  });
  afterAll(async () => {
    for (const { stop } of running.reverse()) await stop();
  });

  describe.each(pathNormalizations)("with the normalization %s", (normalization) => {
    test.each(pathCases.map(([target]) => target))("reads %s", async (target) => {
      expect(await realPath(target)).toBe(ownPath(target, normalization));
    });
    test("reads 1,500 random targets", async () => {
      for (const target of targets) expect(await realPath(target), target).toBe(ownPath(target, normalization));
    });
    async function realPath(path: string): Promise<string | number> {
      const request = { method: "GET", host: "a.test", path, headers: [], protocol: "http" } as const;
      const { status, upstream } = await sendRaw(pathPorts.get(normalization) ?? 0, request);
      return upstream?.path ?? status;
    }
  });

  const reachable = requestCases.filter(
    ({ request }) => routeAnswer(gatewayApiObjects, gatewayApiEdge, request).reached,
  );
  test("the table contains requests that reach a backend", () => {
    expect(reachable.length).toBeGreaterThan(20);
  });
  // Without TLS there is no handshake that fails.
  test.each(requestCases.filter(({ gatewayApi }) => gatewayApi !== undefined))(
    "answers a request with $name",
    async ({ request }) => {
      const answer = routeAnswer(gatewayApiObjects, gatewayApiEdge, request);
      await expectSame(listenerPorts.get(serverNameOf(request)) ?? 0, request, answer);
    },
  );
});

function ownPath(target: string, normalization: PathNormalization): string | number {
  const read = envoyTarget(target, "a.test");
  if ("status" in read) return read.status;
  const normalized = envoyPath(read.path, normalization);
  return "status" in normalized ? normalized.status : normalized.path + normalized.query;
}
