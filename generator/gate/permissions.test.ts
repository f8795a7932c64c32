import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findings } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

/** A repository whose staging cluster uses a component with one object. */
function withObject(object: string): string {
  const root = sandbox();
  write(root, "tenants/churn.yaml", tenantText("churn"));
  const kustomization = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [x.yaml]\n";
  write(root, "platform/components/extra/kustomization.yaml", kustomization);
  write(root, "platform/components/extra/x.yaml", object);
  appendFileSync(join(root, "clusters/staging/cluster.yaml"), "  components: [extra]\n");
  return root;
}

test.each([
  {
    name: "a ConfigMap in a namespace of the platform",
    object: "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: mlflow }\n",
    found: [],
  },
  {
    name: "two ConfigMaps with the same name in two namespaces of the platform",
    object: ["kafka", "mlflow"]
      .map((namespace) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: ${namespace} }\n`)
      .join("---\n"),
    found: [],
  },
  {
    name: "a ConfigMap without a namespace",
    object: "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n",
    found: ["gate/project"],
  },
  {
    name: "a ConfigMap in a tenant's namespace",
    object: "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: churn }\n",
    found: ["gate/project"],
  },
  {
    name: "a StorageClass, which is cluster-scoped",
    object: "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: x }\nprovisioner: p\n",
    found: [],
  },
])("a component of the platform with $name: found $found", async ({ object, found }) => {
  const messages = (await findings(withObject(object))).filter((finding) => !finding.endsWith(" seldon/patched-image"));
  expect(messages).toEqual(
    found.map((code) => expect.stringMatching(`^clusters/staging/cluster[.]yaml:\\d+:16 ${code}$`)),
  );
});

/** The findings of the gate about a tenant whose component has one object, with the part of the component. */
async function ofTenantComponent(part: "guardrails" | "workloads", object: string): Promise<readonly string[]> {
  const root = sandbox();
  write(root, "tenants/churn.yaml", tenantText("churn", "  components: [extra]\n"));
  const metadata = `metadata: { name: extra, annotations: { tenantry.dev/part: ${part} } }`;
  const kustomization = `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${metadata}\nresources: [x.yaml]\n`;
  write(root, "platform/components/extra/kustomization.yaml", kustomization);
  write(root, "platform/components/extra/x.yaml", object);
  return (await findings(root)).filter((finding) => finding.endsWith(" gate/project"));
}

const role =
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: x, namespace: churn }\nrules: []\n";
const policy =
  "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: x, namespace: churn }\nspec: { podSelector: {} }\n";
const quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: x, namespace: churn }\nspec: { hard: {} }\n";

test.each([
  { name: "a Role", object: role },
  { name: "a NetworkPolicy", object: policy },
  { name: "a ResourceQuota", object: quota },
])("$name in a tenant's component is allowed in the guardrails, not in the workloads", async ({ object }) => {
  expect(await ofTenantComponent("guardrails", object)).toEqual([]);
  expect(await ofTenantComponent("workloads", object)).toEqual(["tenants/churn.yaml:7:16 gate/project"]);
});
