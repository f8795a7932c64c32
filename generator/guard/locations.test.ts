import { expect, test } from "vitest";
import { external } from "../testing/attacks/proposed-change.ts";
import { clusterProposal, type Files, platformProposal, proposalOf, tenantWith } from "../testing/proposals.ts";
import { guardFindings } from "./guard.ts";

const churn = (spec: string): Files => tenantWith("churn", `${spec}\n`);
const onAlpha = "clusters: { alpha: {} }";
const inGroups = (cluster: "alpha" | "beta", groups: string, more = ""): Files =>
  clusterProposal(cluster, "spec:\n", `spec:\n  groups: [${groups}]\n${more}`);
const defaultsOf = (defaults: string): Files =>
  platformProposal("  floors:\n", `  tenants:\n    defaults:\n      ${defaults}\n  floors:\n`);
const large = "quota: { requests: { cpu: 20 } }";
const component: Files = {
  "platform/components/account/kustomization.yaml":
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { annotations: { tenantry.dev/part: guardrails } }\nresources: [quota.yaml]\n",
  "platform/components/account/quota.yaml":
    "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: cloud }\nautomountServiceAccountToken: false\n",
};

/** The lines of the findings about gains, without repetitions: the file, and the text of the line. */
async function linesOf(before: Files, after: Files): Promise<readonly string[]> {
  const proposal = await proposalOf(before, after);
  const found = guardFindings(proposal, { teams: ["acme/retention"], approvedBy: [] }).filter(
    ({ message }) => !/belongs to|too many/.test(message),
  );
  expect(found.length).toBeGreaterThan(0);
  for (const { at } of found) expect(proposal.files).toContain(at.file);
  return [...new Set(found.map(({ at }) => `${at.file}: ${(at.excerpt.at(-1) ?? "").trim()}`))];
}

const tests: readonly { readonly name: string; before: Files; after: Files; lines: readonly string[] }[] = [
  {
    name: "a new cluster by name, with a default of the platform",
    before: { ...defaultsOf(large), ...churn(onAlpha) },
    after: { ...defaultsOf(large), ...churn("clusters:\n  alpha: {}\n  beta: {}") },
    lines: ["tenants/churn.yaml: beta: {}"],
  },
  {
    name: "a new cluster with an override",
    before: churn(onAlpha),
    after: churn(`clusters:\n  alpha: {}\n  beta:\n    nodePool: gpu\n    network: { needs: [mlflow] }`),
    lines: [
      "tenants/churn.yaml: beta:",
      "tenants/churn.yaml: network: { needs: [mlflow] }",
      "tenants/churn.yaml: nodePool: gpu",
    ],
  },
  {
    name: "a new group",
    before: { ...inGroups("alpha", "eu"), ...inGroups("beta", "eu"), ...churn(onAlpha) },
    after: { ...inGroups("alpha", "eu"), ...inGroups("beta", "eu"), ...churn(`${onAlpha}\nclusterGroups:\n  eu: {}`) },
    lines: ["tenants/churn.yaml: eu: {}"],
  },
  {
    name: "a new selector",
    before: churn(onAlpha),
    after: churn(`${onAlpha}\nclusterSelector: { matchLabels: { tenantry.dev/cluster: beta } }`),
    lines: ["tenants/churn.yaml: clusterSelector: { matchLabels: { tenantry.dev/cluster: beta } }"],
  },
  {
    name: "a cluster that the file no longer excludes",
    before: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", "eu"),
      ...churn(`${onAlpha}\nclusterGroups: { eu: {} }\nexcludeClusters: [beta]`),
    },
    after: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", "eu"),
      ...churn(`${onAlpha}\nclusterGroups: { eu: {} }\nexcludeClusters: []`),
    },
    lines: ["tenants/churn.yaml: excludeClusters: []"],
  },
  {
    name: "a cluster that joins a group",
    before: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", "asia"),
      ...churn(`${onAlpha}\nclusterGroups: { eu: {} }`),
    },
    after: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", "asia, eu"),
      ...churn(`${onAlpha}\nclusterGroups: { eu: {} }`),
    },
    lines: ["clusters/beta/cluster.yaml: groups: [asia, eu]"],
  },
  {
    name: "a cluster that leaves a group of the tenant",
    before: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", "asia, eu"),
      ...churn(`${onAlpha}\nclusterGroups: { eu: {} }`),
    },
    after: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", "asia"),
      ...churn(`${onAlpha}\nclusterGroups: { eu: {} }`),
    },
    lines: ["clusters/beta/cluster.yaml: groups: [asia]"],
  },
  {
    name: "a cluster that joins a group with more quota",
    before: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", ""),
      ...churn(`clusters: { beta: {} }\nclusterGroups: { eu: { ${large} } }`),
    },
    after: {
      ...inGroups("alpha", "eu"),
      ...inGroups("beta", "eu"),
      ...churn(`clusters: { beta: {} }\nclusterGroups: { eu: { ${large} } }`),
    },
    lines: ["clusters/beta/cluster.yaml: groups: [eu]"],
  },
  {
    name: "a cluster with another environment, which a selector names",
    before: churn(
      `${onAlpha}\nclusterSelector: { matchExpressions: [{ key: tenantry.dev/environment, operator: In, values: [alpha, eu] }] }`,
    ),
    after: {
      ...clusterProposal("beta", "environment: beta", "environment: eu"),
      ...churn(
        `${onAlpha}\nclusterSelector: { matchExpressions: [{ key: tenantry.dev/environment, operator: In, values: [alpha, eu] }] }`,
      ),
    },
    lines: ["clusters/beta/cluster.yaml: environment: eu"],
  },
  {
    name: "an override that is removed, so that a default of the platform applies",
    before: { ...defaultsOf(large), ...churn("clusters:\n  alpha:\n    quota: { requests: { cpu: 1 } }") },
    after: { ...defaultsOf(large), ...churn("clusters:\n  alpha: {}") },
    lines: ["tenants/churn.yaml: alpha: {}"],
  },
  {
    name: "a default of the platform that grows",
    before: { ...defaultsOf("quota: { requests: { cpu: 1 } }"), ...churn(onAlpha) },
    after: { ...defaultsOf(large), ...churn(onAlpha) },
    lines: [`platform/platform.yaml: ${large}`],
  },
  {
    name: "a quota size of the platform that grows",
    before: churn(onAlpha),
    after: {
      ...platformProposal("requests: { cpu: 8,", "requests: { cpu: 9,"),
      ...churn(onAlpha),
    },
    lines: ["platform/platform.yaml: requests: { cpu: 9, memory: 16Gi }"],
  },
  {
    name: "an override of the platform in a cluster's file",
    before: churn(onAlpha),
    after: {
      ...clusterProposal("alpha", "spec:\n", "spec:\n  platform:\n    defaults:\n      quotaSize: medium\n"),
      ...churn(onAlpha),
    },
    lines: ["clusters/alpha/cluster.yaml: quotaSize: medium"],
  },
  {
    name: "a component of the platform that changes",
    before: { ...component, ...churn(`${onAlpha}\ncomponents: [account]`) },
    after: {
      ...component,
      ...churn(`${onAlpha}\ncomponents: [account]`),
      "platform/components/account/quota.yaml": `${component["platform/components/account/quota.yaml"]}---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: cloud }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: ServiceAccount, name: cloud, namespace: churn }]\n`,
    },
    lines: ["platform/components/account/quota.yaml: "],
  },
  {
    name: "a first Server without a bound of storage",
    before: churn(onAlpha),
    after: churn(`${onAlpha}\nservers:\n  mlserver:\n    template: mlserver`),
    lines: ["tenants/churn.yaml: template: mlserver"],
  },
  {
    name: "a new tenant, with a default of the platform",
    before: defaultsOf(large),
    after: { ...defaultsOf(large), ...churn(`${external("bureau", "203.0.113.0/24")}clusters:\n  alpha: {}`) },
    lines: [
      "tenants/churn.yaml: ",
      'tenants/churn.yaml: network: { external: { bureau: { cidrs: ["203.0.113.0/24"], ports: [{ port: 443 }], why: Bureau } } }',
      "tenants/churn.yaml: alpha: {}",
    ],
  },
];

test.each(tests)("$name: the findings are at the line that changes", async ({ before, after, lines }) => {
  expect(await linesOf(before, after)).toEqual(lines);
});
