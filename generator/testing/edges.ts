import type { EdgeName } from "../patterns/edge.ts";
import type { RawMap } from "../validate/merge.ts";
import { addonSandbox } from "./addon-sandbox.ts";
import { mergeSpec, tenantText, write } from "./sandbox.ts";

const issuers = { settings: { issuers: { "acme-ca": { authority: "acme-ca" } } } };

/** The add-ons of staging for each edge. */
const addonsOf: Readonly<Record<EdgeName, RawMap>> = {
  "gateway-api": { "cert-manager": issuers, "gateway-api": {}, istio: { settings: { tenants: true } } },
  "ingress-and-istio": {
    "cert-manager": issuers,
    "ingress-nginx": { variant: "in-front" },
    istio: { variant: "sidecar", settings: { tenants: true, serviceType: "ClusterIP" } },
  },
};

const kafka: RawMap = {
  services: { kafka: { namespace: "kafka", pods: { app: "kafka" }, ports: [{ port: 9092 }] } },
  seldon: { kafka: { service: "kafka", bootstrap: "kafka-bootstrap.kafka:9092" } },
};

/** A Server, two models, a pipeline and an experiment. */
const serving = `
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi }
    new: { storageUri: "s3://churn/model/8", requirements: [sklearn], memory: 64Mi }
  pipelines: { steps: { steps: { churn: {} }, output: [churn] } }
  experiments: { split: { candidates: { churn: 80, new: 20 } } }
`;

/**
 * A sandbox in which staging has an edge, and the tenant churn these routes there.
 * @param routes The lines of `spec.routes`, in YAML without indentation. Empty for a tenant without routes.
 * @param network Differences of `spec.network` of staging.
 */
export function edgeSandbox(edge: EdgeName, routes: string, network: RawMap = {}): string {
  const root = addonSandbox(addonsOf[edge]);
  mergeSpec(root, "clusters/staging/cluster.yaml", {
    network: { certificates: { issuer: "acme-ca" }, ...network },
    platform: kafka,
  });
  mergeSpec(root, "platform/platform.yaml", {
    tokenIssuers: {
      sso: { issuer: "https://sso.acme.test/ml", keys: "https://sso.acme.test/ml/keys", cidrs: ["192.168.5.20/32"] },
    },
  });
  write(root, "tenants/churn.yaml", tenantWithRoutes(routes));
  return root;
}

/** The file of the tenant churn on staging, with these routes. */
function tenantWithRoutes(routes: string): string {
  const lines = routes.trim().split("\n");
  const written = routes === "" ? "" : `  routes:\n${lines.map((line) => `    ${line}\n`).join("")}`;
  const text = tenantText("churn", serving + written);
  return text.replace("production: {}", "staging: {}");
}
