import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkExternalName } from "./external-name.ts";

const alias = (name: string, of: string, namespace = "churn"): string => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { type: ExternalName, externalName: ${of} }
`;
const mesh = "seldon-mesh.seldon-system.svc.cluster.local";

test.each([
  {
    name: "a Service of another tenant",
    yaml: alias("x", "x.pricing.svc"),
    found: ["5:43 ExternalName x.pricing.svc of Service x is not allowed: it is not an alias of the shared runtime"],
  },
  {
    name: "the shared mesh, where each tenant has its own",
    yaml: alias("seldon-mesh", mesh),
    found: [
      `5:43 ExternalName ${mesh} of Service seldon-mesh is not allowed: it is not an alias of the shared runtime`,
    ],
  },
  {
    name: "the shared mesh, where all tenants share it",
    pattern: "enhanced" as const,
    yaml: alias("seldon-mesh", mesh),
    found: [],
  },
  {
    name: "another name for the shared mesh",
    pattern: "enhanced" as const,
    yaml: alias("mine", mesh),
    found: [`5:43 ExternalName ${mesh} of Service mine is not allowed: it is not an alias of the shared runtime`],
  },
  {
    name: "the platform's aliases of replicas next to the shared scheduler",
    pattern: "enhanced" as const,
    yaml: alias("mlserver-0", "mlserver-0.churn.svc.cluster.local", "seldon-system"),
    found: [],
  },
])("$name: found $found", ({ yaml, found, pattern }) => {
  expect(findingsIn(networkExternalName, yaml, churnOnProduction("", pattern))).toEqual(found);
});
