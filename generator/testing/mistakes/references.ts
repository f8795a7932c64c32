import type { MistakeCase } from "./mistake.ts";

/** Names that the platform and the clusters do not have. */
export const referenceMistakes: readonly MistakeCase[] = [
  {
    name: "a cluster",
    edits: [["    production: {}\n", "    «produktion»: {}\n"]],
    found: [{ code: "reference/unknown", message: "unknown cluster produktion", hint: "Did you mean production?" }],
  },
  {
    name: "a cluster without a similar name",
    edits: [["    production: {}\n", "    «west»: {}\n"]],
    found: [{ code: "reference/unknown", message: "unknown cluster west", hint: "Known: production." }],
  },
  {
    name: "a quota size",
    edits: [["size: medium", "size: «mediun»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown quota size mediun, on production",
        hint: "Did you mean medium?",
      },
    ],
  },
  {
    name: "a quota size of an override",
    edits: [["size: small", "size: «smal»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown quota size smal, on staging",
        hint: "Did you mean small?",
      },
    ],
  },
  {
    name: "a role",
    edits: [["credit-analysts: viewer", "credit-analysts: «view»"]],
    found: [{ code: "reference/unknown", message: "unknown role view", hint: "Did you mean viewer?" }],
  },
  {
    name: "a role without a similar name",
    edits: [["credit-analysts: viewer", "credit-analysts: «admin»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown role admin",
        hint: "Known: viewer, deployer, pipeline.",
      },
    ],
  },
  {
    name: "a role of a service account",
    edits: [["credit-training: pipeline", "credit-training: «pipelines»"]],
    found: [{ code: "reference/unknown", message: "unknown role pipelines", hint: "Did you mean pipeline?" }],
  },
  {
    name: "a secret store",
    edits: [["store: vault, path: bureau", "store: «valt», path: bureau"]],
    found: [{ code: "reference/unknown", message: "unknown secret store valt", hint: "Did you mean vault?" }],
  },
  {
    name: "a node pool",
    edits: [["  components:", "  nodePool: «gpus»\n  components:"]],
    found: [{ code: "reference/unknown", message: "unknown node pool gpus on staging", hint: "Did you mean gpu?" }],
  },
  {
    name: "a template of a ServerConfig",
    edits: [["template: mlserver\n", "template: «mlsever»\n"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown server template mlsever",
        hint: "Did you mean mlserver?",
      },
    ],
  },
  {
    name: "a template of a Server",
    edits: [["{ template: triton }", "{ template: «tritn» }"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown server template tritn",
        hint: "Did you mean triton?",
      },
    ],
  },
  {
    name: "a template without a similar name",
    edits: [["{ template: triton }", "{ template: «tensorflow» }"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown server template tensorflow",
        hint: "Known: mlserver, triton.",
      },
    ],
  },
  {
    name: "a storage class",
    edits: [["class: fast", "class: «fats»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown storage class fats on staging",
        hint: "Known: standard, fast.",
      },
    ],
  },
  {
    name: "a service",
    edits: [["needs: [mlflow]", "needs: [«mlfow»]"]],
    found: [{ code: "reference/unknown", message: "unknown platform service mlfow", hint: "Did you mean mlflow?" }],
  },
  {
    name: "a duplicate service",
    edits: [["needs: [mlflow]", "needs: [mlflow, «ml-flow»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown platform service ml-flow",
        hint: "mlflow is already set: remove one of the two entries.",
      },
    ],
  },
  {
    name: "a caller",
    edits: [["callers: [ingress]", "callers: [«ingres»]"]],
    found: [{ code: "reference/unknown", message: "unknown platform service ingres", hint: "Did you mean ingress?" }],
  },
  {
    name: "a service that only calls",
    edits: [["needs: [mlflow]", "needs: [mlflow, «ingress»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "invalid service ingress: it listens on no port",
        hint: "List the service under network.callers instead: the service has no ports, so tenants cannot call it.",
      },
    ],
  },
  {
    name: "a tenant",
    edits: [["calledBy: []", "calls: [«churm»]"]],
    found: [{ code: "reference/unknown", message: "unknown tenant churm on staging", hint: "Did you mean churn?" }],
  },
  {
    name: "the tenant itself",
    edits: [["calledBy: []", "calls: [«credit-risk»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "invalid tenant credit-risk: it is this tenant itself",
        hint: "Remove this entry: a tenant's own pods can always reach each other.",
      },
    ],
  },
  {
    name: "a component",
    edits: [["[disruption-budget]", "[«disruption-budgets»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown component disruption-budgets in platform/components/",
        hint: "Did you mean disruption-budget?",
      },
    ],
  },
  {
    name: "a duplicate component",
    edits: [["[disruption-budget]", "[disruption-budget, «disruption-budgets»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown component disruption-budgets in platform/components/",
        hint: "disruption-budget is already set: remove one of the two entries.",
      },
    ],
  },
  {
    name: "a waiver's rule",
    edits: [
      [
        "  components:",
        '  waivers:\n    «network/flow-close»: { reason: Moves in spring, owner: Credit Risk, expires: "2027-03-31" }\n  components:',
      ],
    ],
    found: [
      {
        code: "waiver/unknown",
        message: "unknown rule network/flow-close",
        hint: "Did you mean network/flow-closed?",
      },
    ],
  },
  {
    name: "a bucket of another tenant",
    edits: [["s3://credit-risk/score/1", "«s3://churn/score/1»"]],
    found: [
      {
        code: "reference/outside-own-storage",
        message: "invalid storageUri s3://churn/score/1: it is in no artifact store of credit-risk",
        hint: "Use a folder below one of these locations: s3://credit-risk/, s3://mlflow-artifacts/",
      },
    ],
  },
  {
    name: "a misspelt bucket",
    edits: [["s3://credit-risk/score/1", "«s3://credit-risks/score/1»"]],
    found: [
      {
        code: "reference/outside-own-storage",
        message: "invalid storageUri s3://credit-risks/score/1: it is in no artifact store of credit-risk",
        hint: "Use a folder below one of these locations: s3://credit-risk/, s3://mlflow-artifacts/",
      },
    ],
  },
];
