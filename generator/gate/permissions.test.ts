import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findings, tenantry } from "../testing/command-line.ts";
import { mergeSpec, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

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

/** A schema of the kind Widget, as a file in platform/schemas/. */
const definition = (scope: string): string =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: widgets.acme.test\n  names: { kind: Widget }\n${scope}  versions: [{ name: v1, served: true, schema: { openAPIV3Schema: { type: object } } }]\n`;
const named = (scope: string): string =>
  `type: object\n${scope}x-kubernetes-group-version-kind: [{ group: widgets.acme.test, version: v1, kind: Widget }]\n`;
const widget = (namespace: string): string =>
  `apiVersion: widgets.acme.test/v1\nkind: Widget\nmetadata: { name: x${namespace} }\n`;

/** The messages and hints of the gate, without the names of files. */
async function refusals(root: string): Promise<readonly string[]> {
  const { out } = await tenantry(root, ["check", "--output", "json"]);
  const report: { diagnostics: { code: string; message: string; hint: string }[] } = JSON.parse(out);
  return report.diagnostics.flatMap(({ code, message, hint }) =>
    code === "gate/project" ? [`${message.split(": ").at(-1)}. ${hint}`] : [],
  );
}

const without =
  "the object has no namespace, and its kind is not an allowed cluster-scoped kind. Set metadata.namespace";
const unknown = "the object has no namespace, and the scope of its kind is unknown. If the kind is namespaced";
const clusterScoped = "the object has a namespace, and its kind is cluster-scoped. Remove metadata.namespace";

test.each([
  {
    name: "a namespaced kind of a CRD without a namespace",
    schema: definition("  scope: Namespaced\n"),
    found: [without],
  },
  {
    name: "a namespaced kind of a CRD",
    schema: definition("  scope: Namespaced\n"),
    in: ", namespace: mlflow",
    found: [],
  },
  { name: "a cluster-scoped kind of a CRD", schema: definition("  scope: Cluster\n"), found: [] },
  {
    name: "a cluster-scoped kind of a CRD with a namespace",
    schema: definition("  scope: Cluster\n"),
    in: ", namespace: mlflow",
    found: [clusterScoped],
  },
  { name: "a kind of a CRD without a scope", schema: definition(""), found: [unknown] },
  { name: "a kind of a JSON Schema without a scope", schema: named(""), found: [unknown] },
  { name: "a kind of unknown scope with a namespace", schema: named(""), in: ", namespace: mlflow", found: [] },
  { name: "a namespaced kind of a JSON Schema", schema: named("x-tenantry-scope: Namespaced\n"), found: [without] },
  { name: "a cluster-scoped kind of a JSON Schema", schema: named("x-tenantry-scope: Cluster\n"), found: [] },
])("a component of the platform with $name: found $found", async ({ schema, in: namespace = "", found }) => {
  const root = withObject(widget(namespace));
  write(root, "platform/schemas/widget.yaml", schema);
  expect(await refusals(root)).toEqual(found.map((text) => expect.stringContaining(text)));
});

test("a namespaced kind of Kubernetes that Tenantry does not list, without a namespace, is rejected", async () => {
  const slice =
    "apiVersion: storage.k8s.io/v1\nkind: CSIStorageCapacity\nmetadata: { name: x }\nstorageClassName: standard\n";
  expect(await refusals(withObject(slice))).toEqual([expect.stringContaining(without)]);
});

describe("a further kind in a tenant's component", () => {
  /** A repository whose tenant has a component with a Widget, and whose platform allows these kinds. */
  function withWidget(tenantKinds: readonly object[], scope = "Namespaced"): string {
    const root = sandbox();
    write(root, "tenants/churn.yaml", tenantText("churn", "  components: [extra]\n"));
    const kustomization = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [x.yaml]\n";
    write(root, "platform/components/extra/kustomization.yaml", kustomization);
    write(root, "platform/components/extra/x.yaml", widget(""));
    write(root, "platform/schemas/widget.yaml", definition(`  scope: ${scope}\n`));
    mergeSpec(root, "platform/platform.yaml", { tenantKinds });
    return root;
  }
  const group = "widgets.acme.test";

  test("that the platform does not allow is rejected, with the kinds that are allowed", async () => {
    const [found, ...more] = await refusals(withWidget([]));
    expect(more).toEqual([]);
    expect(found).toContain("With tenantry.dev/part: workloads, a component may contain ConfigMap, ");
    expect(found).toContain("spec.tenantKinds in platform/platform.yaml");
  });

  test("that no platform can allow is rejected, without a suggestion to allow it", async () => {
    const root = withWidget([]);
    const ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: x }\nspec: {}\n";
    write(root, "platform/components/extra/x.yaml", ingress);
    expect(await refusals(root)).toEqual([
      expect.stringContaining("A platform cannot allow the kind networking.k8s.io/Ingress in addition."),
    ]);
  });

  test("that the platform allows in the other part is rejected, with that part", async () => {
    expect(await refusals(withWidget([{ group, kind: "Widget", part: "guardrails" }]))).toEqual([
      expect.stringContaining(
        "Set the annotation tenantry.dev/part: guardrails in platform/components/extra/kustomization.yaml.",
      ),
    ]);
  });

  test("that the platform allows, but that is cluster-scoped, is rejected", async () => {
    expect(await refusals(withWidget([{ group, kind: "Widget" }], "Cluster"))).toEqual([
      expect.stringContaining("Move the object from platform/components/extra/ to a component of the cluster"),
    ]);
  });

  test("that the platform allows is in the project and in the parameters of the admission policy", async () => {
    const root = withWidget([{ group, kind: "Widget" }]);
    expect((await tenantry(root, ["build"])).code).toBe(0);
    const files = treeOf(root, "clusters/production");
    const projects = [...files].filter(([, text]) => text.includes("group: widgets.acme.test")).map(([file]) => file);
    expect(projects).toEqual(["clusters/production/applications/tenants/churn/appproject-workloads.yaml"]);
    const synced = [...files].filter(([, text]) => text.includes("workloads widgets.acme.test/Widget\n"));
    expect(synced.map(([file]) => file)).toContain("clusters/production/overlays/platform/policies/resources.yaml");
  });
});
