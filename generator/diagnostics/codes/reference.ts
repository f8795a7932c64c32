import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** What one declaration says of another. */
export const referenceCodes = {
  "reference/unknown": {
    severity: "error",
    summary: "A name that nothing declares.",
    why: "Kubernetes takes every reference as it is, and nobody checks it: a Server waits for a ServerConfig that never comes, an experiment for a candidate, a policy selects no namespace. What waits says so in a status, if at all.",
    fix: "Spell it as it is declared, or declare it; the hint has the nearest name that exists.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlsever } }
`,
      valid: replaced("servers: { mlserver: { template: mlsever } }", "servers: { mlserver: { template: mlserver } }"),
    },
  },
  "reference/ambiguous": {
    severity: "error",
    summary: "Two declarations claim one name.",
    why: "Whichever came last would overwrite the other, or Seldon's scheduler would refuse the object for good: it is not sent again before it changes (2.9.1).",
    fix: "Rename one of the two.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] }
  experiments:
    split: { candidates: { churn: 100 }, mirror: { name: churn, percent: 10 } }
`,
      valid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] }
    churn-next: { storageUri: "s3://churn/model/8", requirements: [sklearn] }
  experiments:
    split: { candidates: { churn: 100 }, mirror: { name: churn-next, percent: 10 } }
`,
    },
  },
  "reference/one-sided": {
    severity: "error",
    summary: "Two tenants must both agree before one may call the other.",
    why: "A connection needs a policy at both ends. Opened at one end only it is dropped at the other, and a caller sees a timeout without a word; and nobody opens a tenant's namespace without that tenant's file saying so.",
    fix: "Have the other tenant say it too, in a file that its owners review; or take this entry away.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  network: { tenants: { calls: [pricing] } }
# tenants/pricing.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  network: { tenants: { calledBy: [] } }
`,
      valid: replaced("network: { tenants: { calledBy: [] } }", "network: { tenants: { calledBy: [churn] } }"),
    },
  },
  "reference/outside-own-storage": {
    severity: "error",
    summary: "A model's artifact lies outside every location that its tenant may read.",
    why: "The credentials that are delivered into the namespace are for the tenant's own locations, so the download fails on the Server, minutes after the sync. Where they happened to open more, one tenant would serve another's model.",
    fix: "Copy the artifact to one of the locations that the hint names, or have the platform offer another one.",
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  models:
    churn: { storageUri: "s3://pricing/model/7", requirements: [sklearn] }
`,
      valid: replaced(`storageUri: "s3://pricing/model/7"`, `storageUri: "s3://churn/model/7"`),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
