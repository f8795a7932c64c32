import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { edgeSandbox } from "../testing/edges.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { mergeSpec } from "../testing/sandbox.ts";
import type { RawMap } from "../validate/merge.ts";
import type { EdgeName } from "./edge.ts";
import { preconditions } from "./preconditions.ts";

const open = "to: { model: churn }, authentication: none";
const token = "authentication: { jwt: { issuer: sso, audiences: [a] } }";
const staging = "clusters/staging/cluster.yaml";

/** The findings about routes: the underlined text, and the message. */
function found(root: string): readonly string[] {
  const lines = (file: string): readonly string[] => readFileSync(join(root, file), "utf8").split("\n");
  const shown = ({ code, severity, message, at: { file, line, column, length } }: Diagnostic): string => {
    const underlined = lines(file)[line - 1]?.slice(column - 1, column - 1 + (length ?? 0));
    return `${severity} ${code} at ${underlined}: ${message}`;
  };
  return withoutDuplicates(preconditions(inventoryOf(root), "2026-11-23")).map(shown);
}

interface Case {
  readonly name: string;
  readonly edge?: EdgeName;
  readonly routes: string;
  /** Differences of the spec of staging. */
  readonly cluster?: RawMap;
  readonly found: readonly string[];
}

const noLimit =
  "no field of Gateway API limits it, and Istio only by an EnvoyFilter, which can change the requests of all tenants";

const cases: readonly Case[] = [
  { name: "a valid route", routes: `r: { ${open} }`, found: [] },
  { name: "a valid route behind nginx", edge: "ingress-and-istio", routes: `r: { bodySize: 8, ${open} }`, found: [] },
  {
    name: "fields that Gateway API cannot carry",
    routes: `r: { bodySize: 8, rateLimit: { perSecond: 5 }, protocols: [rest, grpc], timeout: 9, ${open} }`,
    found: [
      "error routes/field at timeout: unsupported field timeout for grpc at edge gateway-api of staging: a GRPCRoute of the standard channel has no timeout. Clients set the deadline of each call",
      `error routes/field at bodySize: unsupported field bodySize at edge gateway-api of staging: ${noLimit}`,
      `error routes/field at perSecond: unsupported field rateLimit.perSecond at edge gateway-api of staging: ${noLimit}`,
    ],
  },
  {
    name: "the same behind nginx",
    edge: "ingress-and-istio",
    routes: `r: { bodySize: 8, rateLimit: { perSecond: 5 }, protocols: [rest, grpc], timeout: 9, ${open} }`,
    found: [],
  },
  {
    name: "sticky without an experiment, and a path of gRPC",
    routes: `r: { sticky: false, path: /a, protocols: [grpc], ${open} }`,
    found: [
      "error routes/field at sticky: unsupported field sticky: model churn is not an experiment",
      "error routes/field at path: unsupported field path: the path of a gRPC request is always the same",
    ],
  },
  {
    name: "unknown targets and an unknown issuer",
    routes: `
a: { path: /a, to: { model: churm }, authentication: none }
b: { path: /b, to: { pipeline: churn }, authentication: none }
c: { path: /c, to: { experiment: spilt }, authentication: none }
d: { host: d.churn.models.staging.acme.test, to: { model: churn }, authentication: { jwt: { issuer: sos, audiences: [a] } } }
`,
    found: [
      "error reference/unknown at churm: unknown model churm of churn",
      "error reference/unknown at churn: unknown pipeline churn of churn",
      "error reference/unknown at spilt: unknown experiment spilt of churn",
      "error reference/unknown at sos: unknown token issuer of the platform sos",
    ],
  },
  {
    name: "hosts outside of the tenant's domain",
    routes: `
a: { host: models.staging.acme.test, ${open} }
b: { host: pricing.models.staging.acme.test, ${open} }
c: { host: xchurn.models.staging.acme.test, ${open} }
d: { host: "v1.{tenant}.{domain}", ${open} }
`,
    found: ["models", "pricing.models", "xchurn.models"].map(
      (host) =>
        `error routes/host at ${host}.staging.acme.test: invalid host ${host}.staging.acme.test: it is not churn.models.staging.acme.test or below it`,
    ),
  },
  {
    name: "requests that two routes claim",
    routes: `
a: { path: /a, protocols: [rest, grpc], ${open} }
b: { path: /a, protocols: [rest, grpc], ${open} }
c: { ${open} }
d: { ${open} }
f: { host: f.churn.models.staging.acme.test, path: /a, ${open} }
`,
    found: [
      "error routes/claimed at /a: duplicate path /a on churn.models.staging.acme.test: route a has it, too",
      "error routes/claimed at protocols: duplicate gRPC on churn.models.staging.acme.test: route a takes gRPC, too",
      "error routes/claimed at d: duplicate path /v2/models/churn on churn.models.staging.acme.test: route c has it, too",
    ],
  },
  {
    name: "two kinds of authentication of one host",
    routes: `
a: { path: /a, ${open} }
b: { path: /b, to: { model: churn }, ${token} }
c: { path: /c, host: c.churn.models.staging.acme.test, to: { model: churn }, ${token} }
`,
    found: [
      "error routes/authentication at authentication: different authentication on churn.models.staging.acme.test: route a has another one",
    ],
  },
  {
    name: "a host that an add-on has",
    routes: `r: { ${open} }`,
    cluster: {
      addons: { harbor: { settings: { host: "churn.models.staging.acme.test" } } },
    },
    found: [
      "error routes/claimed at r: duplicate host churn.models.staging.acme.test: setting host of add-on harbor contains it",
    ],
  },
  {
    name: "no certificates",
    routes: `r: { ${open} }`,
    cluster: { network: { certificates: null } },
    found: ["error routes/certificate at routes: missing certificates for routes on staging"],
  },
  {
    name: "an unknown issuer of certificates",
    routes: `r: { ${open} }`,
    cluster: { network: { certificates: { issuer: "letsencrypt" } } },
    found: ["error reference/unknown at letsencrypt: unknown ClusterIssuer letsencrypt of add-on cert-manager"],
  },
  {
    name: "an issuer without cert-manager",
    routes: `r: { ${open} }`,
    cluster: { addons: { "cert-manager": null } },
    found: [
      "error routes/certificate at acme-ca: missing cert-manager for issuer acme-ca on staging: no add-on provides the contract certificates",
    ],
  },
  {
    name: "a Secret that does not cover a host below the tenant's",
    routes: `
a: { ${open} }
b: { host: b.churn.models.staging.acme.test, ${open} }
`,
    cluster: { network: { certificates: { issuer: null, secret: "models-tls" } } },
    found: [
      "error routes/certificate at b.churn.models.staging.acme.test: missing certificate for host b.churn.models.staging.acme.test: the Secret is for *.models.staging.acme.test",
    ],
  },
  {
    name: "a Secret with more names",
    routes: `b: { host: b.churn.models.staging.acme.test, ${open} }`,
    cluster: {
      network: {
        certificates: { issuer: null, secret: "models-tls", names: ["*.churn.models.staging.acme.test"] },
      },
    },
    found: [],
  },
  {
    name: "a suspended tenant",
    routes: `r: { ${open} }`,
    cluster: { seldon: { lifecycle: "suspended" } },
    found: ["warning routes/suspended at churn: requests to this route fail: churn is suspended"],
  },
  {
    name: "no domain",
    routes: `r: { ${open} }`,
    cluster: { network: { domain: null } },
    found: ["error routes/edge at routes: missing domain for routes on staging"],
  },
  {
    name: "no definitions of Gateway API",
    routes: `r: { ${open} }`,
    cluster: { addons: { "gateway-api": null } },
    found: [
      "error routes/edge at routes: missing definitions of Gateway API on staging: the gateway of add-on istio takes routes as HTTPRoutes",
    ],
  },
  {
    name: "nginx alone",
    edge: "ingress-and-istio",
    routes: `r: { ${open} }`,
    cluster: { addons: { istio: null, "ingress-nginx": { variant: null } } },
    found: [
      "error routes/edge at routes: the gateway of add-on ingress-nginx on staging takes no routes: nginx sets the header seldon-model only with snippets, which can read the Secrets of every namespace",
    ],
  },
  {
    name: "no gateway",
    routes: `r: { ${open} }`,
    cluster: { addons: { istio: null } },
    found: ["error routes/edge at routes: missing gateway on staging: no add-on provides a gateway"],
  },
];

describe("routes of a tenant", () => {
  test.each(cases)("$name: $found", ({ edge = "gateway-api", routes, cluster = {}, found: expected }) => {
    const root = edgeSandbox(edge, routes);
    mergeSpec(root, staging, cluster);
    expect(found(root)).toEqual(expected);
  });
});
