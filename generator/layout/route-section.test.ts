import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateTenant } from "../generate/generate-tenant.ts";
import { inventoryOf, scopeOf } from "../testing/inventory.ts";
import { edgeClusters, routedSample } from "../testing/routed-sample.ts";
import { type RunbookLine, sectionLines } from "../testing/runbook.ts";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { tenantLayout } from "./tenant-layout.ts";

function readmeOf(cluster: string, routed: Parameters<typeof routedSample>[0]): string {
  const scope = scopeOf(inventoryOf(routedSample(routed)), cluster, "fraud-detection");
  const { texts } = tenantLayout(scope, generateTenant(scope), new Map());
  return texts.get(`clusters/${cluster}/overlays/tenants/fraud-detection/README.md`) ?? "";
}

function requestsIn(readme: string): readonly RunbookLine[] {
  return sectionLines(readme, "## Requests from outside");
}

const to = { model: "fraud-v1-baseline" };
const jwt = { jwt: { issuer: "acme-sso", audiences: ["fraud", "risk"] } };
const clientCertificate = { clientCertificate: { authority: "partners" } };
const staging = "fraud-detection.models.staging.acme.test";
const production = "fraud-detection.models.acme.test";
const json = "--header 'Content-Type: application/json'";
const bare = "curl --silent --show-error --include";
const curl = `${bare} --cacert ca.crt`;
const path = "/v2/models/fraud-v1-baseline";
const grpcurl = "-proto v2_dataplane.proto -d";
const service = "inference.GRPCInferenceService";

test.each<
  readonly [title: string, edge: keyof typeof edgeClusters, route: object, reserved: boolean, row: string, line: string]
>([
  [
    "a token",
    "gateway-api",
    { authentication: jwt },
    true,
    `\`POST https://${staging}${path}/infer\` | model \`fraud-v1-baseline\` | token of \`acme-sso\` | timeout 60 s`,
    `${curl} --resolve ${staging}:443:192.168.2.200 https://${staging}${path}/infer ${json} --header "Authorization: Bearer \${TOKEN:?}" --data @request.json`,
  ],
  [
    "a token",
    "ingress-and-istio",
    { authentication: jwt, timeout: 5, bodySize: 8, rateLimit: { perSecond: 20 } },
    true,
    `\`POST https://${production}${path}/infer\` | model \`fraud-v1-baseline\` | token of \`acme-sso\` | timeout 5 s, body 8 MiB, 20 requests per second`,
    `${curl} --resolve ${production}:443:192.168.1.200 https://${production}${path}/infer ${json} --header "Authorization: Bearer \${TOKEN:?}" --data @request.json`,
  ],
  [
    "a client certificate and no reserved address",
    "gateway-api",
    { authentication: clientCertificate },
    false,
    `\`POST https://${staging}${path}/infer\` | model \`fraud-v1-baseline\` | client certificate of \`partners\` | timeout 60 s`,
    `${curl} --cert client.crt --key client.key https://${staging}${path}/infer ${json} --data @request.json`,
  ],
  [
    "only metadata",
    "ingress-and-istio",
    { authentication: "none", methods: ["GET"] },
    false,
    `\`GET https://${production}${path}\`, \`GET https://${production}${path}/ready\` | model \`fraud-v1-baseline\` | none | timeout 60 s`,
    `${curl} https://${production}${path}`,
  ],
  [
    "gRPC",
    "gateway-api",
    { authentication: jwt, protocols: ["grpc"] },
    true,
    `gRPC \`ModelInfer\` of \`${service}\` at \`${staging}:443\` | model \`fraud-v1-baseline\` | token of \`acme-sso\` | gRPC: deadline of the client`,
    `grpcurl -cacert ca.crt -H "Authorization: Bearer \${TOKEN:?}" -authority ${staging} ${grpcurl} @ 192.168.2.200:443 ${service}/ModelInfer < grpc.json`,
  ],
  [
    "metadata by gRPC, a client certificate and no reserved address",
    "ingress-and-istio",
    {
      authentication: clientCertificate,
      protocols: ["grpc"],
      methods: ["GET"],
      timeout: 9,
      rateLimit: { perMinute: 100 },
    },
    false,
    `gRPC \`ModelMetadata\` and \`ModelReady\` of \`${service}\` at \`${production}:443\` | model \`fraud-v1-baseline\` | client certificate of \`partners\` | timeout 9 s, 100 requests per minute`,
    `grpcurl -cacert ca.crt -cert client.crt -key client.key -authority ${production} ${grpcurl} '{"name":"fraud-v1-baseline"}' ${production}:443 ${service}/ModelMetadata`,
  ],
])("a route with %s on %s: a row, and a command that every role may run", (_, edge, route, reserved, row, line) => {
  const readme = readmeOf(edgeClusters[edge], { routes: { r: { to, ...route } }, reserved });
  expect(readme).toContain(`| \`r\` | ${row} |\n`);
  expect(requestsIn(readme).at(-1)).toEqual({ line, by: "everybody" });
});

test("notes list the origin of each value: the issuer and the audiences, the authority, the address", () => {
  const tokens = readmeOf("staging", { routes: { r: { to, authentication: jwt } } });
  expect(tokens).toContain(
    "a token of the issuer `acme-sso` (`https://sso.acme.test/realms/ml`). The owner of this issuer gives tokens to clients, and the platform team names the contact. The claim `iss` of the token must be exactly this URL, and the claim `aud` must contain at least one of `fraud`, `risk`.",
  );
  expect(tokens).toContain("the reserved address `192.168.2.200`");
  const clients = readmeOf("production", {
    routes: { r: { to, authentication: clientCertificate } },
    reserved: false,
    certificates: { secret: "models-tls" },
  });
  expect(clients).toContain(
    "Get both from the authority `partners`. The gateway accepts every certificate of this authority. The platform team has the certificates of the authority in the Secret `fraud-detection.partners` in namespace `istio-ingress`.",
  );
  expect(clients).toContain(
    "the external address of the Service `ingress-nginx-controller` in namespace `ingress-nginx`",
  );
});

test("the platform team creates the Secret of the authority of clients", () => {
  const readme = readmeOf("production", { routes: { r: { to, authentication: clientCertificate } } });
  expect(requestsIn(readme)).toContainEqual({
    line: "kubectl create secret generic fraud-detection.partners --namespace istio-ingress --from-file=ca.crt=./partners.crt",
    by: "platform",
  });
});

test("an audience with a backtick remains one code span", () => {
  const audiences = ["a`](https://evil.test)"];
  const readme = readmeOf("staging", {
    routes: { r: { to, authentication: { jwt: { issuer: "acme-sso", audiences } } } },
  });
  expect(readme).toContain("must contain `` a`](https://evil.test) ``.");
});

test("the platform team reads the certificate of the authority, if an add-on describes the ClusterIssuer", () => {
  const line = `kubectl get secret fraud-detection.routes --namespace istio-ingress --output 'go-template={{index .data "ca.crt" | base64decode}}' > ca.crt`;
  expect(requestsIn(readmeOf("staging", {}))).toContainEqual({ line, by: "platform" });
});

test.each([
  [{ issuer: "other" }, "The ClusterIssuer `other` issues the certificate of the hosts"],
  [{ secret: "models-tls" }, "The Secret `models-tls` contains the certificate of the hosts"],
])("with the certificates %j, no command uses a file of the authority", (certificates, origin) => {
  const routes = { r: { to, authentication: "none", protocols: ["rest", "grpc"] } };
  const readme = readmeOf("staging", { certificates, routes });
  const lines = requestsIn(readme).map(({ line }) => line);
  expect(lines.some((line) => line.startsWith(`${bare} --resolve `))).toBe(true);
  expect(lines.some((line) => line.startsWith("grpcurl -authority "))).toBe(true);
  expect(lines.join("\n")).not.toMatch(/ca\.crt|cacert/);
  expect(readme).toContain(
    `${origin}, and your machine must trust the authority that signs it. Otherwise, get the certificate of this authority from the platform team as a file, and add the flag \`--cacert FILE\` to curl and the flag \`-cacert FILE\` to grpcurl.`,
  );
});

test("a client writes request.json without the cluster, and only for a prediction", () => {
  const example = `echo '{"inputs":[{"name":"input-0","datatype":"FP64","shape":[1,4],"data":[0,0,0,0]}]}' > request.json`;
  const linesOf = (route: object): readonly string[] =>
    requestsIn(readmeOf("staging", { routes: { r: { to, authentication: "none", ...route } } })).map(
      ({ line }) => line,
    );
  expect(linesOf({})).toContain(example);
  expect(linesOf({ protocols: ["grpc"] })).toContain(example);
  const readme = readmeOf("staging", { routes: { r: { to, authentication: "none", methods: ["GET"] } } });
  expect(requestsIn(readme).map(({ line }) => line)).not.toContain(example);
  expect(readme.split("## Requests from outside")[1]?.split("\n## ")[0]).not.toContain("request.json");
});

test.each([
  [["rest"], [`${curl} --resolve ${staging}:443:192.168.2.200 https://${staging}${path}`]],
  [
    ["grpc"],
    [
      "curl --silent --show-error --fail --location --remote-name https://raw.githubusercontent.com/SeldonIO/seldon-core/v2.9.1/apis/mlops/v2_dataplane/v2_dataplane.proto",
      `grpcurl -cacert ca.crt -authority ${staging} ${grpcurl} '{"name":"fraud-v1-baseline"}' 192.168.2.200:443 ${service}/ModelMetadata`,
    ],
  ],
])("with POST and GET by %j, the metadata is read from outside before request.json", (protocols, commands) => {
  const readme = readmeOf("staging", {
    routes: { r: { to, authentication: "none", methods: ["POST", "GET"], protocols } },
  });
  const lines = requestsIn(readme).map(({ line }) => line);
  const example = lines.findIndex((line) => line.startsWith("echo "));
  expect(lines.slice(example - commands.length, example)).toEqual(commands);
});

test("the commands use a route that takes predictions, and name it", () => {
  const readme = readmeOf("staging", {
    routes: {
      a: { to, authentication: "none", methods: ["GET"] },
      b: { to, path: "/b", authentication: "none" },
    },
  });
  expect(readme).toContain("To send a request with curl through the route `b`:");
});

test.each([
  [["rest"], "curl"],
  [["rest", "grpc"], "curl, grpcurl and Node.js"],
])("the commands for %j need %s", (protocols, programs) => {
  const readme = readmeOf("staging", { routes: { r: { to, authentication: "none", protocols } } });
  expect(readme).toContain(`The commands below need ${programs}, in bash or zsh.`);
});

test("the README of a suspended tenant lists its routes, and contains no request", () => {
  const readme = readmeOf("staging", { tenant: { lifecycle: "suspended" } });
  expect(readme).toContain("The lifecycle of the tenant is `suspended`, so its routes answer with the status 404.");
  expect(requestsIn(readme)).toEqual([]);
});

test("the README of a tenant without routes has no section on requests from outside", () => {
  expect(readmeOf("staging", { routes: {} })).not.toContain("from outside");
});

test("the inputs of request.json are written as the messages of gRPC need them", () => {
  const lines = requestsIn(readmeOf("staging", { routes: { r: { to, authentication: "none", protocols: ["grpc"] } } }));
  const command = lines.find(({ line }) => line.startsWith("node "))?.line ?? "";
  const folder = emptyFolder();
  const inputs = [
    { name: "words", datatype: "BYTES", shape: [1, 1], data: [["abc"]] },
    { name: "counts", datatype: "INT8", shape: [2], data: [1, 2] },
    { name: "ids", datatype: "UINT64", shape: [1], data: [7] },
    { name: "x", datatype: "FP32", shape: [1], data: [0.5] },
    { name: "is", datatype: "BOOL", shape: [1], data: [true] },
  ];
  write(folder, "request.json", JSON.stringify({ inputs }));
  execFileSync("sh", ["-c", command], { cwd: folder });
  const { model_name: model, inputs: written }: { model_name: string; inputs: { name: string; contents: object }[] } =
    JSON.parse(readFileSync(join(folder, "grpc.json"), "utf8"));
  expect(model).toBe("fraud-v1-baseline");
  expect(written.map(({ contents }) => contents)).toEqual([
    { bytes_contents: ["YWJj"] },
    { int_contents: [1, 2] },
    { uint64_contents: [7] },
    { fp32_contents: [0.5] },
    { bool_contents: [true] },
  ]);
});
