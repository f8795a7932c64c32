import { describe, expect, test } from "vitest";
import { sandboxWithAddons } from "../testing/addon-clusters.ts";
import { tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

/** Permissions of the sample tenants: fraud-detection has groups and a service account. */
async function access(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return tenantry(sandbox("all"), ["access", ...argv]);
}
const production = ["--cluster", "production"];

interface Output {
  readonly cluster: string;
  readonly tenant?: string;
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
    readonly grants: readonly { readonly where: string; readonly binding: string }[];
    readonly escalations: readonly { readonly way: string; readonly where: string; readonly sentence: string }[];
    readonly argoCD: readonly { readonly project: string; readonly allowed: readonly string[] }[];
  }[];
}
async function messagesOf(...argv: readonly string[]): Promise<readonly Output[]> {
  const { code, out } = await access(...argv, "--output", "json");
  expect(code).toBe(0);
  return JSON.parse(out);
}
const names = (item: Output | undefined): readonly string[] =>
  (item?.subjects ?? []).map(({ kind, namespace, name }) =>
    [kind, ...(namespace === undefined ? [] : [namespace]), name].join(" "),
  );

describe("a tenant", () => {
  test("lists all subjects with permissions there: people, its accounts, Seldon's, and the operator", async () => {
    const [result, ...others] = await messagesOf("fraud-detection", ...production);
    expect([result?.cluster, result?.tenant, others]).toEqual(["production", "fraud-detection", []]);
    expect(names(result)).toEqual([
      "Group fraud-analysts",
      "Group fraud-ml-engineers",
      "ServiceAccount fraud-detection fraud-training",
      "ServiceAccount fraud-detection hodometer",
      "ServiceAccount fraud-detection seldon-scheduler",
      "ServiceAccount fraud-detection seldon-server",
      "ServiceAccount seldon-system seldon-v2-controller-manager",
    ]);
  });

  test("includes implied permissions", async () => {
    const [result] = await messagesOf("fraud-detection", ...production);
    const ways = new Map(
      result?.subjects.map(({ name, escalations }) => [name, escalations.map(({ way, where }) => `${way} ${where}`)]),
    );
    expect(ways.get("fraud-analysts")).toEqual([]);
    expect(ways.get("fraud-ml-engineers")).toEqual(["reach-pods fraud-detection"]);
    expect(ways.get("seldon-server")).toEqual(["read-secrets fraud-detection"]);
    expect(ways.get("seldon-v2-controller-manager")).toContain("read-secrets *");
  });

  test("omits permissions in other namespaces", async () => {
    const [result] = await messagesOf("fraud-detection", ...production);
    const places = result?.subjects.flatMap(({ grants }) => grants.map(({ where }) => where));
    expect([...new Set(places)].sort()).toEqual(["*", "fraud-detection"]);
    const projects = result?.subjects.flatMap(({ argoCD }) => argoCD.map(({ project }) => project)) ?? [];
    expect(projects.length).toBeGreaterThan(0);
    for (const project of projects) expect(project).toMatch(/^production[.]fraud-detection[.]/);
  });

  test("on the pattern dedicated, no subject of another namespace has permissions", async () => {
    const [result] = await messagesOf("fraud-detection", "--cluster", "staging");
    expect(names(result).filter((name) => name.includes("controller-manager"))).toEqual([
      "ServiceAccount fraud-detection seldon-v2-controller-manager",
    ]);
    for (const { grants } of result?.subjects ?? [])
      for (const { where } of grants) expect(where).toBe("fraud-detection");
  });
});

describe("a subject", () => {
  test.each([
    ["a group", "fraud-ml-engineers", ["Group fraud-ml-engineers"]],
    ["an account", "fraud-detection/fraud-training", ["ServiceAccount fraud-detection fraud-training"]],
    [
      "the same, as the API server calls it",
      "system:serviceaccount:fraud-detection:fraud-training",
      ["ServiceAccount fraud-detection fraud-training"],
    ],
    [
      "an account of several namespaces",
      "hodometer",
      ["churn", "fraud-detection", "recommendation-engine"].map((value) => `ServiceAccount ${value} hodometer`),
    ],
  ])("$0: found $2", async (_, about, found) => {
    const [result] = await messagesOf(about, ...production);
    expect(names(result)).toEqual(found);
  });

  test("is listed on every cluster with a binding, or on the cluster that is named", async () => {
    expect((await messagesOf("fraud-analysts")).map(({ cluster }) => cluster)).toEqual(["staging", "production"]);
  });
});

describe("output", () => {
  test("text and Markdown", async () => {
    const text = await access("fraud-ml-engineers", ...production);
    expect(text.out).toMatch(/^Permissions on production\n=/);
    expect(text.out).toMatch(/^Group fraud-ml-engineers\n-+$/m);
    expect(text.out).toMatch(/^ {2}fraud-detection +pods\/portforward +create +deployer *$/m);
    expect(text.out).toContain(
      "  - can reach every port of every pod in fraud-detection, bypassing network policies (by deployer)\n",
    );
    const markdown = await access("fraud-detection", ...production, "--output", "markdown");
    expect(markdown.out).toMatch(/^# Permissions in fraud-detection on production\n/);
    expect(markdown.out).toMatch(/^\| fraud-detection \| pods\/portforward \| create \| deployer \|$/m);
  });

  test("two runs print the same", async () => {
    expect((await access()).out).toBe((await access()).out);
  });

  test("objects of a component are included", async () => {
    const root = sandbox();
    write(root, "tenants/churn.yaml", tenantText("churn", "  components: [on-call]\n"));
    write(
      root,
      "platform/components/on-call/kustomization.yaml",
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { name: on-call, annotations: { tenantry.dev/part: guardrails } }\nresources: [access.yaml]\n",
    );
    write(
      root,
      "platform/components/on-call/access.yaml",
      [
        "apiVersion: rbac.authorization.k8s.io/v1",
        "kind: Role",
        "metadata: { name: on-call }",
        "rules: [{ apiGroups: [''], resources: [pods/exec], verbs: [create] }]",
        "---",
        "apiVersion: rbac.authorization.k8s.io/v1",
        "kind: RoleBinding",
        "metadata: { name: on-call }",
        "roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: on-call }",
        "subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: sre }]",
        "",
      ].join("\n"),
    );
    const { out } = await tenantry(root, ["access", "sre", ...production]);
    expect(out).toContain("can run commands in every pod of churn");
  });
});

describe("an unknown name", () => {
  test.each([
    ["a tenant", ["chrun"], "service account chrun", "Known: churn"],
    ["a group", ["fraud-analyst"], "service account fraud-analyst", "Did you mean fraud-analysts?"],
    ["a cluster", ["churn", "--cluster", "produktion"], "unknown cluster produktion", "Did you mean production?"],
  ])("%s: exit code 2, and a similar name", async (_, argv, message, hint) => {
    const { code, err } = await access(...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });
});

test("an add-on: its permissions on the whole cluster, and what they imply", async () => {
  const root = sandboxWithAddons();
  const argv = ["access", "external-secrets/external-secrets", "--cluster", "staging", "--output", "json"];
  const { code, out } = await tenantry(root, argv);
  const [result]: readonly Output[] = JSON.parse(out);
  expect([code, names(result)]).toEqual([0, ["ServiceAccount external-secrets external-secrets"]]);
  expect(result?.subjects[0]?.escalations.map(({ way, where }) => `${way} ${where}`)).toEqual(
    expect.arrayContaining(["read-secrets *", "tokens *"]),
  );
});

test.each([
  [
    "metallb",
    "of add-on metallb with permissions on the whole cluster are metallb-system/metallb-controller, metallb-system/metallb-speaker.",
  ],
  ["kafka", "of add-on strimzi with permissions on the whole cluster are kafka/strimzi-cluster-operator."],
  ["gateway-api", "Add-on gateway-api declares no permissions on the whole cluster in clusterAccess."],
])(
  "the name of an add-on or of its namespace, %s, is an unknown subject: the hint lists the accounts",
  async (name, hint) => {
    const { code, err } = await tenantry(sandboxWithAddons(), ["access", name, "--cluster", "staging"]);
    expect([code, err.replace(/\s+/g, " ")]).toEqual([2, expect.stringContaining(hint)]);
  },
);
