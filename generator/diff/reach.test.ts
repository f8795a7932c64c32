import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { networkPolicies } from "../evaluate/network/policy.ts";
import { type Files, proposalOf, revisionOf, tenantWith } from "../testing/proposals.ts";
import type { Statement } from "./statement.ts";

/** A component in platform/components/ with one policy for the guardrails part. */
function component(name: string, policy: string): Files {
  const folder = `platform/components/${name}`;
  const kustomization =
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { annotations: { tenantry.dev/part: guardrails } }\nresources: [policy.yaml]\n";
  const object = `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, annotations: { argocd.argoproj.io/sync-wave: "-2" } }\nspec: ${policy}\n`;
  return { [`${folder}/kustomization.yaml`]: kustomization, [`${folder}/policy.yaml`]: object };
}

async function reach(before: Files, after: Files): Promise<readonly Statement[]> {
  const { statements } = await proposalOf(before, after);
  return statements.filter(({ topic, cluster }) => topic === "reach" && cluster === "alpha");
}

const both = "policyTypes: [Ingress, Egress]";
const byLabel = (selector: string): string =>
  `{ podSelector: {}, ${both}, ingress: [{ from: [{ namespaceSelector: ${selector} }] }], egress: [{ to: [{ namespaceSelector: ${selector} }] }] }`;

describe("a component's policy that selects namespaces by their labels", () => {
  test.each<[name: string, selector: string, opens: readonly string[]]>([
    [
      "a label of all declared namespaces",
      "{ matchExpressions: [{ key: tenantry.dev/environment, operator: Exists }] }",
      ["churn -> mlflow", "mlflow -> churn", "churn -> kafka", "churn -> minio"],
    ],
    [
      "the label of one tenant, which an undeclared namespace may also have",
      "{ matchLabels: { tenantry.dev/tenant: fraud } }",
      ["churn -> (undeclared)/pod"],
    ],
    [
      "the name of an undeclared namespace",
      "{ matchLabels: { kubernetes.io/metadata.name: evil } }",
      ["churn -> evil/pod"],
    ],
    [
      "a label that no declared namespace has",
      "{ matchLabels: { team: evil } }",
      ["churn -> (undeclared)/pod", "(undeclared)/pod -> churn"],
    ],
    ["every namespace", "{}", ["churn -> unrelated-pod", "unrelated-pod -> churn", "churn -> mlflow"]],
    [
      "every namespace without a label",
      "{ matchExpressions: [{ key: acme.test/none, operator: DoesNotExist }] }",
      ["churn -> unrelated-pod", "unrelated-pod -> churn"],
    ],
  ])("$0: opens $2", async (_, selector, opens) => {
    const offered = component("by-label", byLabel(selector));
    const found = await reach(
      { ...offered, ...tenantWith("churn"), ...tenantWith("fraud") },
      { ...offered, ...tenantWith("churn", "components: [by-label]"), ...tenantWith("fraud") },
    );
    const opened = found.filter(({ widens }) => widens).map(({ about }) => about);
    expect(opened).toEqual(expect.arrayContaining([...opens]));
  });

  test("two tenants that select each other by label reach each other", async () => {
    const labels = (other: string): string => `{ matchLabels: { tenantry.dev/tenant: ${other} } }`;
    const offered = {
      ...component("to-fraud", byLabel(labels("fraud"))),
      ...component("to-churn", byLabel(labels("churn"))),
    };
    const found = await reach(
      { ...offered, ...tenantWith("churn"), ...tenantWith("fraud", "components: [to-churn]") },
      {
        ...offered,
        ...tenantWith("churn", "components: [to-fraud]"),
        ...tenantWith("fraud", "components: [to-churn]"),
      },
    );
    expect(found.filter(({ widens }) => widens).map(({ about }) => about)).toEqual(
      expect.arrayContaining(["churn -> fraud", "fraud -> churn"]),
    );
  });

  test("a new namespace label opens the namespace to the policies that select it, without a change of policies", async () => {
    const selector = "{ matchLabels: { acme.test/trusted: 'yes' } }";
    const offered = {
      ...component("trusting", byLabel(selector)),
      ...component("reaching", byLabel("{ matchLabels: { tenantry.dev/tenant: fraud } }")),
    };
    const fraud = tenantWith("fraud", "components: [trusting]");
    const found = await reach(
      { ...offered, ...fraud, ...tenantWith("churn", "components: [reaching]") },
      { ...offered, ...fraud, ...tenantWith("churn", "components: [reaching]\nlabels: { acme.test/trusted: 'yes' }") },
    );
    expect(found.map(({ about, widens }) => [about, widens])).toContainEqual(["churn -> fraud", true]);
  });
});

describe("pods that do not belong to Seldon Core", () => {
  test("a pod selector with one more value opens the connection for pods with that value", async () => {
    const policy = (values: string): Files =>
      component(
        "jobs",
        `{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [${values}] }] }, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }] }`,
      );
    const churn = tenantWith("churn", "components: [jobs]");
    const found = await reach({ ...policy("x"), ...churn }, { ...policy("x, y"), ...churn });
    expect(found).toMatchObject([
      { about: "churn -> 203.0.113.0/24", message: expect.stringContaining("for pod with app=y"), widens: true },
    ]);
  });

  test("a policy that is not evaluated may open anything", async () => {
    const cilium: Files = {
      "platform/components/mesh/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { annotations: { tenantry.dev/part: guardrails } }\nresources: [policy.yaml]\n",
      "platform/components/mesh/policy.yaml":
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: mesh }\nspec: { endpointSelector: {}, egress: [{ toCIDR: [0.0.0.0/0] }] }\n",
    };
    const found = await reach(
      { ...cilium, ...tenantWith("churn") },
      { ...cilium, ...tenantWith("churn", "components: [mesh]") },
    );
    expect(found).toContainEqual(
      expect.objectContaining({
        about: "CiliumNetworkPolicy mesh in churn",
        message: expect.stringContaining("does not evaluate"),
        widens: true,
      }),
    );
  });
});

test("connections of the namespace baseline and of Seldon Core do not count as wider", async () => {
  const serving =
    'servers: { mlserver: { template: mlserver } }\nmodels: { a: { storageUri: "gs://x/y", requirements: [sklearn] } }';
  const found = await reach(tenantWith("churn"), tenantWith("churn", serving.split("\n")[0]));
  expect(found.length).toBeGreaterThan(2);
  expect(found.filter(({ widens }) => widens)).toEqual([]);
});

test("a tenant with many connections in both directions is compared completely", async () => {
  const busy = `servers: { mlserver: { template: mlserver }, triton: { template: triton } }
models: { a: { storageUri: "s3://churn/a", requirements: [sklearn] } }
pipelines: { p: { steps: { a: {} } } }
network: { needs: [mlflow, minio, kafka], callers: [ingress] }`;
  const found = await reach({}, tenantWith("churn", busy));
  expect(found.map(({ about }) => about)).toContain("ingress -> churn");
  expect(found.filter(({ message }) => message.includes("unknown"))).toEqual([]);
});

test("generated policies select namespaces only by name, so unchanged ones need no comparison", async () => {
  const busy =
    "servers: { a: { template: mlserver } }\nnetwork: { needs: [mlflow], callers: [ingress], tenants: { calls: [fraud] } }";
  const { files } = await revisionOf({
    ...tenantWith("churn", busy),
    ...tenantWith("fraud", "servers: { a: { template: mlserver } }\nnetwork: { tenants: { calledBy: [churn] } }"),
  });
  const selectors = [...files]
    .filter(([file]) => /[/]tenants[/].*policy-/.test(file))
    .flatMap(([, text]) => networkPolicies([parse(text)]))
    .flatMap(({ ingress, egress }) => [...ingress, ...egress].flatMap(({ peers = [] }) => peers))
    .flatMap((peer) =>
      peer.kind === "pods" && peer.namespaces !== undefined ? [JSON.stringify(peer.namespaces)] : [],
    );
  expect(selectors.length).toBeGreaterThan(20);
  for (const selector of selectors) expect(selector).toContain("kubernetes.io/metadata.name");
});
