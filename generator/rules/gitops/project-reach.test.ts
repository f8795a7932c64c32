import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { gitopsProjectReach } from "./project-reach.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  { name: "its own namespace", yaml: object("AppProject", "destinations: [{ namespace: churn }]"), found: [] },
  {
    name: "Argo CD's own",
    yaml: object("AppProject", "destinations: [{ namespace: churn }, { namespace: argocd }]"),
    found: ["5:59 a reaches argocd"],
  },
  {
    name: "a pattern",
    yaml: object("AppProject", "destinations: [{ namespace: 'ch*' }]"),
    found: ["5:37 a reaches every namespace like ch*"],
  },
  {
    name: "ServerConfigs beside the operator",
    yaml: object(
      "AppProject",
      "destinations: [{ namespace: seldon-system }], namespaceResourceWhitelist: [{ group: mlops.seldon.io, kind: ServerConfig }]",
    ),
    found: [],
  },
  {
    name: "anything beside the operator",
    yaml: object("AppProject", "destinations: [{ namespace: seldon-system }]"),
    found: ["5:37 a reaches seldon-system"],
  },
  {
    name: "Applications from elsewhere",
    yaml: object("AppProject", "destinations: [], sourceNamespaces: [churn]"),
    found: ["5:46 a takes Applications from churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsProjectReach, yaml, churnOnProduction())).toEqual(found);
});
