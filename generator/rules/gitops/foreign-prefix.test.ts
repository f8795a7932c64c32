import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { gitopsForeignPrefix } from "./foreign-prefix.ts";

const context = churnOnProduction();
const object = (kind: string, name: string, mark: string, spec: string): string => `
apiVersion: ${kind === "Service" ? "v1" : "mlops.seldon.io/v1alpha1"}
kind: ${kind}
metadata: { name: ${name}, namespace: seldon-system, annotations: { argocd.argoproj.io/tracking-id: "${mark}:seldon-system/${name}" } }
spec: ${spec}
`;
const config = (name: string, application: string): string =>
  object("ServerConfig", name, `${application}:mlops.seldon.io/ServerConfig`, "{ volumeClaimTemplates: [] }");
const alias = (name: string, target: string): string =>
  object("Service", name, "production.churn.aliases:/Service", `{ type: ExternalName, externalName: ${target} }`);

test.each([
  { name: "a tenant's own ServerConfig", yaml: config("churn.mlserver", "production.churn.serverconfigs"), found: [] },
  {
    name: "a ServerConfig of the platform",
    yaml: config("mlserver", "production.platform.seldon-operator"),
    found: [],
  },
  { name: "an object of an unknown Application", yaml: config("mlserver", "seldon"), found: [] },
  {
    name: "a ServerConfig of another tenant",
    yaml: config("pricing.mlserver", "production.churn.serverconfigs"),
    found: ["3:19 ServerConfig pricing.mlserver does not belong to Application production.churn.serverconfigs"],
  },
  {
    name: "an alias of the tenant's own replica",
    yaml: alias("mlserver-0", "mlserver-0.churn.svc.cluster.local"),
    found: [],
  },
  {
    name: "an alias of another tenant's replica",
    yaml: alias("mlserver-0", "mlserver-0.pricing.svc.cluster.local"),
    found: ["3:19 Service mlserver-0 does not belong to Application production.churn.aliases"],
  },
  {
    name: "a ConfigMap of a tenant",
    yaml: object("ConfigMap", "tenantry-policies", "production.churn.guardrails:mlops.seldon.io/ConfigMap", "{}"),
    found: ["3:19 ConfigMap tenantry-policies does not belong to Application production.churn.guardrails"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsForeignPrefix, yaml, context)).toEqual(found);
});
