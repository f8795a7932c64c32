import { expect, test } from "vitest";
import { ingressKind } from "../../models/kinds.ts";
import { generatedManifests } from "../../testing/connected-addons.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { routedSample } from "../../testing/routed-sample.ts";
import { churnOnProduction, findingsIn, findingsInManifests } from "../../testing/rules.ts";
import { secretsNotInFolder } from "./not-in-folder.ts";

const pod = (spec: string, namespace = "notebooks"): string => `
apiVersion: v1
kind: Pod
metadata: { name: p${namespace === "" ? "" : `, namespace: ${namespace}`} }
spec: { ${spec} }
`;

test.each([
  {
    name: "an account that is not in the folder",
    yaml: pod("serviceAccountName: reader"),
    found: ["4:29 missing ServiceAccount reader in notebooks: the API server rejects the pods"],
  },
  {
    name: "an account that is in the folder",
    yaml: `${pod("serviceAccountName: reader")}---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: reader, namespace: notebooks }\n`,
    found: [],
  },
  {
    name: "an account and a pod without a namespace",
    yaml: `${pod("serviceAccountName: reader", "")}---\napiVersion: v1\nkind: ServiceAccount\nmetadata: { name: reader }\n`,
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsNotInFolder, yaml)).toEqual(found);
});

test("a tenant's namespace is not checked", () => {
  expect(findingsIn(secretsNotInFolder, pod("serviceAccountName: reader", "churn"), churnOnProduction())).toEqual([]);
});

test.each([{ secret: "models-tls" }, { issuer: "acme-ca" }])(
  "an Ingress of a route whose certificate is %j has no finding",
  (certificates) => {
    const units = generatedManifests(inventoryOf(routedSample({ certificates })));
    const ingresses = units.flatMap(({ manifestSet }) =>
      manifestSet.manifests.filter(({ kind }) => kind === ingressKind),
    );
    expect(ingresses.length).toBeGreaterThan(1);
    for (const { manifestSet } of units) expect(findingsInManifests(secretsNotInFolder, manifestSet)).toEqual([]);
  },
);
