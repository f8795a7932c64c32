import { expect, test } from "vitest";
import { mergeAddon, sandboxWithAddons } from "../../testing/addon-clusters.ts";
import { documentsOf, errorsIn } from "../../testing/inventory.ts";
import { tenantText, write } from "../../testing/sandbox.ts";
import { validateInventory } from "../validate-inventory.ts";

/** "line code message" of every error about the file of an add-on with these lines in its spec. */
function errors(lines: string, name = "edge"): readonly string[] {
  const root = sandboxWithAddons();
  const text = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: ${name} }
spec:
  description: A gateway
  kubernetes: { minimum: "1.30" }
${lines}`;
  write(root, `platform/addons/${name}.yaml`, text);
  mergeAddon(root, "staging", name, {});
  return errorsIn(root).map(({ code, message, at }) => `${at.file.split("/").at(-1)}:${at.line} ${code} ${message}`);
}

const own = "  namespaces: { edge: { podSecurity: restricted } }\n";
const object = (kind: string, apiVersion: string, metadata = "name: x"): string =>
  `objects: { x: { object: { apiVersion: ${apiVersion}, kind: ${kind}, metadata: { ${metadata} } } } }`;
const application = (fields: string): string => `  applications: { main: { ${fields} } }\n`;

test.each([
  {
    name: "an object of kind Namespace",
    lines: own + application(object("Namespace", "v1")),
    found: ["edge.yaml:8 addons/project invalid kind Namespace in add-on edge: its project must not allow it"],
  },
  {
    name: "an Application of Argo CD",
    lines: own + application(`namespace: edge, ${object("Application", "argoproj.io/v1alpha1")}`),
    found: [
      "edge.yaml:8 addons/project invalid kind argoproj.io/Application in add-on edge: its project must not allow it",
    ],
  },
  {
    name: "an account in a namespace of other software",
    lines: `${own}${application(`namespace: edge, ${object("ConfigMap", "v1")}`)}  clusterAccess: { accounts: { kube-system/edge: [{ apiGroups: [''], resources: [pods], verbs: [get] }] } }\n`,
    found: [
      "edge.yaml:9 addons/project invalid account in namespace kube-system: the namespace is not declared by add-on edge",
    ],
  },
  {
    name: "the namespace of Seldon Core",
    lines: `  namespaces: { seldon-system: { podSecurity: restricted } }\n${application(`namespace: seldon-system, ${object("ConfigMap", "v1")}`)}`,
    found: [
      "edge.yaml:7 addons/namespace invalid namespace seldon-system of add-on edge: it belongs to Kubernetes, to Argo CD or to Seldon Core",
    ],
  },
  {
    name: "the namespace of another add-on",
    lines: `  namespaces: { kafka: { podSecurity: restricted } }\n${application(`namespace: kafka, ${object("ConfigMap", "v1")}`)}`,
    found: ["edge.yaml:7 addons/namespace duplicate namespace kafka: add-on edge and add-on strimzi declare it"],
  },
])("$name is one finding", ({ lines, found }) => {
  expect(errors(lines)).toEqual(found);
});

test("an add-on with cluster-scoped objects must not have the name of a namespace of other software", () => {
  const lines = application(object("PriorityClass", "scheduling.k8s.io/v1"));
  expect(errors(lines, "argocd")).toEqual([
    expect.stringContaining("addons/project invalid name argocd of an add-on with cluster-scoped objects"),
  ]);
  expect(errors(lines)).toEqual([]);
});

test.each([
  { name: "kafka", owner: "another add-on" },
  { name: "mlflow", owner: "the platform" },
  { name: "kube-system", owner: "Kubernetes" },
])("nor the name $name of a namespace of $owner", ({ name }) => {
  const lines = `  namespaces: { edge: { podSecurity: restricted } }
  applications:
    main: { ${object("PriorityClass", "scheduling.k8s.io/v1")} }
    pods: { namespace: edge, ${object("ConfigMap", "v1")} }
`;
  expect(errors(lines, name)).toEqual([
    `${name}.yaml:9 addons/project invalid name ${name} of an add-on with cluster-scoped objects: its project would allow the namespace ${name}`,
  ]);
  expect(errors(lines.replaceAll("edge", name), name).join()).not.toContain("addons/project");
});

test("nor that of a tenant: the tenant needs another name", () => {
  const root = sandboxWithAddons();
  write(root, "tenants/gateway-api.yaml", tenantText("gateway-api").replace("production: {}", "staging: {}"));
  expect(validateInventory(documentsOf(root)).diagnostics.map(({ message }) => message)).toContain(
    "invalid name gateway-api: it is a namespace that the project of add-on gateway-api allows",
  );
});

test("a wildcard among the kinds is invalid", () => {
  const git = 'git: { repository: "https://git.acme.invalid/e.git", revision: v1.0.0, path: d }';
  expect(errors(own + application(`namespace: edge, ${git}, kinds: ["*"]`))[0]).toMatch(
    /^edge[.]yaml:8 input\/invalid-value invalid value of spec[.]applications[.]main[.]kinds[.]0/,
  );
});

test("an add-on with ClusterRoles needs a namespace, which Argo CD reads when it compares them", () => {
  const git = 'git: { repository: "https://git.acme.invalid/e.git", revision: v1.0.0, path: d }';
  const lines = application(`${git}, clusterKinds: [rbac.authorization.k8s.io/ClusterRole]`);
  expect(errors(lines)).toEqual([
    "edge.yaml:7 addons/project missing namespace in add-on edge: Argo CD cannot compare ClusterRoles and ClusterRoleBindings without one",
  ]);
  expect(errors(own + lines)).toEqual([]);
});
