import { mergeSpec, sampleCopy } from "./sandbox.ts";

/** Every field of a route, at hosts without authentication, with tokens, and with certificates of clients. */
const routes = {
  scoring: {
    host: "fraud-detection.models.acme.test",
    path: "/fraud/score",
    to: { experiment: "fraud-ab-test-experiment" },
    protocols: ["rest", "grpc"],
    methods: ["GET", "POST"],
    sticky: true,
    authentication: { jwt: { issuer: "acme-sso", audiences: ["fraud-detection", "analysts"] } },
  },
  open: {
    host: "open.fraud-detection.models.acme.test",
    to: { experiment: "fraud-ab-test-experiment" },
    timeout: 10,
    authentication: "none",
  },
  partners: {
    host: "partners.fraud-detection.models.acme.test",
    to: { experiment: "fraud-ab-test-experiment" },
    protocols: ["grpc"],
    methods: ["GET"],
    authentication: { clientCertificate: { authority: "partners" } },
  },
};

/** Fields that only the edge with nginx carries. */
const limits = {
  scoring: { timeout: 10, bodySize: 32, rateLimit: { perSecond: 20 } },
  open: { rateLimit: { perMinute: 600 } },
};

/**
 * A copy of the shipped sample in which a tenant uses every field of a route. Both clusters have the same domain: staging with
 * the gateway of Istio, and production with nginx in front of it.
 * @param pattern The pattern of both clusters. By default, those of the sample.
 */
export function sampleWithEveryField(pattern?: "enhanced"): string {
  const root = sampleCopy();
  mergeSpec(root, "tenants/fraud-detection.yaml", { routes, clusters: { production: { routes: limits } } });
  mergeSpec(root, "clusters/staging/cluster.yaml", { network: { domain: "models.acme.test" } });
  if (pattern !== undefined)
    for (const name of ["production", "staging"])
      mergeSpec(root, `clusters/${name}/cluster.yaml`, { seldon: { pattern, components: null } }, "drop");
  return root;
}
