import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
  { name: "its own", yaml: config("churn.mlserver", "production.churn.serverconfigs"), found: [] },
  { name: "the platform's", yaml: config("mlserver", "production.platform.seldon-operator"), found: [] },
  { name: "of an Application that is none of ours", yaml: config("mlserver", "seldon"), found: [] },
  {
    name: "another tenant's",
    yaml: config("pricing.mlserver", "production.churn.serverconfigs"),
    found: ["3:19 ServerConfig pricing.mlserver is none of production.churn.serverconfigs's"],
  },
  { name: "an alias", yaml: alias("mlserver-0", "mlserver-0.churn.svc.cluster.local"), found: [] },
  {
    name: "an alias of another tenant's replica",
    yaml: alias("mlserver-0", "mlserver-0.pricing.svc.cluster.local"),
    found: ["3:19 Service mlserver-0 is none of production.churn.aliases's"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsForeignPrefix, yaml, context)).toEqual(found);
});
