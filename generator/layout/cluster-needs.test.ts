import { expect, test } from "vitest";
import { clusterScope } from "../generate/scope.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { mergeSpec, sandbox, tenantText, write } from "../testing/sandbox.ts";
import { artifactsOf, foreignKinds, manualSecretsOf } from "./cluster-needs.ts";

const root = sandbox();
mergeSpec(root, "platform/platform.yaml", { tenantKinds: [{ group: "cert-manager.io", kind: "Certificate" }] });
mergeSpec(root, "clusters/production/cluster.yaml", { components: ["budget", "gateway"] });
write(
  root,
  "platform/components/gateway/kustomization.yaml",
  "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [gateway.yaml]\n",
);
write(
  root,
  "platform/components/gateway/gateway.yaml",
  `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: models, namespace: seldon-system }
---
apiVersion: acme.test/v1
kind: Widget
metadata: { name: one, namespace: seldon-system }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.acme.test }
spec: { group: acme.test }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: one, namespace: seldon-system }
`,
);
write(
  root,
  "platform/components/budget/kustomization.yaml",
  "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [budget.yaml]\n",
);
write(
  root,
  "platform/components/budget/budget.yaml",
  "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: one, namespace: seldon-system }\n",
);
write(
  root,
  "tenants/churn.yaml",
  tenantText(
    "churn",
    `  secrets: { bureau: { keys: [token, url], from: manual } }
  servers: { mlserver: { template: mlserver } }
  models: { model: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 100Mi } }
`,
  ),
);
const inventory = inventoryOf(root);
const [production] = inventory.clusters.filter(({ name }) => name === "production");
if (production === undefined) throw new Error("missing cluster production");
const scope = clusterScope(production);

test("a tenant with a manual secret: the Secret with its namespace and keys, but no secret of a store", () => {
  expect(manualSecretsOf(scope)).toEqual([
    { namespace: "churn", name: "bureau", keys: ["token", "url"], why: "declared in the tenant file" },
  ]);
});

test("a tenant with a model in a store of the platform: the artifact with its store", () => {
  expect(artifactsOf(scope)).toEqual([{ store: "minio", tenant: "churn", uris: ["s3://churn/model/7"] }]);
});

test("a component and tenantKinds with kinds of other software: these kinds, without those that a component defines", () => {
  expect(foreignKinds(inventory, scope)).toEqual([
    { kind: "cert-manager.io/Certificate", usedBy: ["tenantKinds"] },
    { kind: "gateway.networking.k8s.io/Gateway", usedBy: ["platform/components/gateway"] },
  ]);
});
