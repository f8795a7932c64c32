import { expect, test } from "vitest";
import { churnOnProduction, findingsIn, findingsInFile } from "../../testing/rules.ts";
import { networkOpenRoute } from "./open-route.ts";

const virtual = (rule: string, namespace = "churn"): string => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: v, namespace: ${namespace} }
spec: { http: [{ ${rule} }] }
`;
const route = (kind: string, rule: string): string => `---
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: r, namespace: churn }
spec: { rules: [{ ${rule} }] }
`;
const to = (host: string): string => `route: [{ destination: { host: ${host} } }]`;
const exact = "match: [{ uri: { exact: /v2/models/a/infer } }]";
const header = (value: string): string =>
  `headers: { request: { set: { seldon-model: ${value} }, remove: [seldon-internal-model] } }`;
const filter =
  "filters: [{ requestHeaderModifier: { set: [{ name: Seldon-Model, value: a.pipeline }], remove: [Seldon-Internal-Model] } }]";
const backend = "backendRefs: [{ name: seldon-mesh, port: 80 }]";

const missing = "missing header seldon-model in a rule for seldon-mesh: the client chooses the model";
const visible = "open header seldon-internal-model in a rule for seldon-mesh: the client chooses the pipeline";
const open = "invalid match in a rule for seldon-mesh: it matches more than exact paths of predictions";

const cases = [
  { name: "one model", yaml: virtual(`${exact}, ${header("a")}, ${to("seldon-mesh")}`), found: [] },
  {
    name: "every request",
    yaml: virtual(to("seldon-mesh.churn.svc.cluster.local")),
    found: [`5:18 ${missing}`, `5:18 ${visible}`, `5:16 ${open}`],
  },
  {
    name: "a prefix of paths",
    yaml: virtual(`match: [{ uri: { prefix: /v2 } }], ${header("a")}, ${to("seldon-mesh")}`),
    found: [`5:18 ${open}`],
  },
  {
    name: "a header of the client as the model",
    yaml: virtual(`${exact}, ${header('"%REQ(a)%"')}, ${to("seldon-mesh")}`),
    found: [`5:161 ${missing}`],
  },
  {
    name: "an internal model of the client",
    yaml: virtual(`${exact}, headers: { request: { set: { seldon-model: a } } }, ${to("seldon-mesh")}`),
    found: [`5:119 ${visible}`],
  },
  {
    name: "the path of the model repository",
    yaml: virtual(`match: [{ uri: { exact: /v2/repository/models/b/unload } }], ${header("a")}, ${to("seldon-mesh")}`),
    found: [`5:18 ${open}`],
  },
  {
    name: "a path that is rewritten",
    yaml: virtual(
      `match: [{ uri: { exact: /score } }], rewrite: { uri: /v2/models/a/infer }, ${header("a")}, ${to("seldon-mesh")}`,
    ),
    found: [],
  },
  { name: "another Service", yaml: virtual(to("seldon-mesh-2")), found: [] },
  {
    name: "a pipeline",
    yaml: route("HTTPRoute", `matches: [{ path: { type: Exact, value: /v2/models/a/infer } }], ${filter}, ${backend}`),
    found: [],
  },
  {
    name: "the default match",
    yaml: route("HTTPRoute", `matches: [{ path: { value: /v2/models/a/infer } }], ${filter}, ${backend}`),
    found: [`5:19 ${open}`],
  },
  {
    name: "every method of a service",
    yaml: route("GRPCRoute", `matches: [{ method: { service: a } }], ${backend}`),
    found: [`5:58 ${missing}`, `5:58 ${visible}`, `5:19 ${open}`],
  },
];

test.each(cases)("$name in a tenant's namespace and in a folder: found $found", ({ yaml, found }) => {
  expect(findingsIn(networkOpenRoute, yaml, churnOnProduction())).toEqual(found);
  expect(findingsInFile(networkOpenRoute, yaml)).toEqual(found);
});

test("a route outside of tenants' namespaces is reported only in a folder", () => {
  const yaml = virtual(to("seldon-mesh"), "monitoring");
  expect(findingsIn(networkOpenRoute, yaml, churnOnProduction())).toEqual([]);
  expect(findingsInFile(networkOpenRoute, yaml)).toHaveLength(3);
});

const served = `
servers: { mlserver: { template: mlserver } }
models: { a: { storageUri: "s3://churn/a", requirements: [sklearn] } }
`;

test.each([
  { value: "a", found: [] },
  {
    value: "b",
    found: ["5:152 unknown target b in a rule for seldon-mesh: churn has no such model, pipeline or experiment"],
  },
  {
    value: "a.pipeline",
    found: [
      "5:161 unknown target a.pipeline in a rule for seldon-mesh: churn has no such model, pipeline or experiment",
    ],
  },
])("with a shared runtime, the model $value: found $found", ({ value, found }) => {
  const yaml = virtual(`${exact}, ${header(value)}, ${to("seldon-mesh.seldon-system.svc.cluster.local")}`);
  expect(findingsIn(networkOpenRoute, yaml, churnOnProduction(served, "enhanced"))).toEqual(found);
  expect(findingsIn(networkOpenRoute, yaml, churnOnProduction(served))).toEqual([]);
});
