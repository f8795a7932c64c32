import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { gitopsProjectReach } from "./project-reach.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  { name: "the tenant's namespace", yaml: object("AppProject", "destinations: [{ namespace: churn }]"), found: [] },
  {
    name: "Argo CD's namespace",
    yaml: object("AppProject", "destinations: [{ namespace: churn }, { namespace: argocd }]"),
    found: ["5:59 invalid destination in project a: it allows namespace argocd"],
  },
  {
    name: "a pattern of namespaces",
    yaml: object("AppProject", "destinations: [{ namespace: 'ch*' }]"),
    found: ["5:37 invalid destination in project a: it allows every namespace that matches ch*"],
  },
  {
    name: "ServerConfigs in the operator's namespace",
    yaml: object(
      "AppProject",
      "destinations: [{ namespace: seldon-system }], namespaceResourceWhitelist: [{ group: mlops.seldon.io, kind: ServerConfig }]",
    ),
    found: [],
  },
  {
    name: "any kind in the operator's namespace",
    yaml: object("AppProject", "destinations: [{ namespace: seldon-system }]"),
    found: ["5:37 invalid destination in project a: it allows namespace seldon-system"],
  },
  {
    name: "Applications from another namespace",
    yaml: object("AppProject", "destinations: [], sourceNamespaces: [churn]"),
    found: ["5:46 invalid sourceNamespaces of project a: it accepts Applications from namespace churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsProjectReach, yaml, churnOnProduction())).toEqual(found);
});
