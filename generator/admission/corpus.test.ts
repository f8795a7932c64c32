import { describe, expect, test } from "vitest";
import { wholeFile } from "../diagnostics/diagnostic.ts";
import { manifestOf } from "../evaluate/manifests/manifest.ts";
import { Scene } from "../evaluate/manifests/scene.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { sceneFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { corpusAround, corpusScope, objectOf, rightOf } from "../testing/admission.ts";
import { type Case, identities, tenants, usual } from "./corpus/case.ts";
import { corpus } from "./corpus/table.ts";
import type { AdmissionPolicy } from "./policy.ts";
import { policiesOf } from "./policy-objects.ts";

const scopes = new Map(
  [undefined, "enhanced", "dedicated"].map((pattern) => [pattern, corpusScope(pattern as Case["pattern"])]),
);

/** What the checks of a change say: of the object itself, and of the Role without which nobody could ask. */
function codesOf(policy: AdmissionPolicy, one: Case): readonly string[] {
  const scope = scopes.get(one.pattern);
  if (scope === undefined) throw new Error(`no scope of ${one.pattern}`);
  const of = rules.filter(({ inCluster }) => inCluster?.some((half) => half.policy === policy));
  const own = one.as === "ownOperator" && scope.pattern.operator === "tenant";
  const role = one.as !== undefined && tenants.has(one.as) && !own ? roleFor(one) : [];
  const manifests = [...role, objectOf(one.object)].map((object) => manifestOf(object, () => wholeFile("case.yaml")));
  return sceneFindings(new Scene(manifests, corpusAround(scope)), of).map(({ diagnostic }) => diagnostic.code);
}

function roleFor(one: Case): readonly KubernetesObject[] {
  const { verb, group, resource } = rightOf(one);
  const { user, groups } = identities[one.as ?? usual];
  const [, , namespace, name = ""] = user.split(":");
  const metadata = { name: "asked", namespace: "churn" };
  const subject =
    namespace === undefined
      ? { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: groups[0] }
      : { kind: "ServiceAccount", name, namespace };
  const role = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata,
    rules: [{ apiGroups: [group], resources: [resource], verbs: [verb] }],
  };
  const binding = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "asked" },
    subjects: [subject],
  };
  return [role, binding];
}

test("every policy that there is has its cases, admitted ones and refused ones", () => {
  expect(corpus.map(({ policy }) => policy.name).sort()).toEqual(policiesOf(rules).map(({ name }) => name));
  for (const { policy, cases } of corpus) {
    expect(new Set(cases.map(({ says }) => says)).size, policy.name).toBe(cases.length);
    expect(new Set(cases.map(({ admitted }) => admitted)), policy.name).toEqual(new Set([true, false]));
  }
});

test("every rule with a half in the cluster finds some case", () => {
  const found = new Set(corpus.flatMap(({ policy, cases }) => cases.flatMap((one) => codesOf(policy, one))));
  expect([...found].sort()).toEqual(
    rules.flatMap(({ code, inCluster }) => (inCluster === undefined ? [] : [code])).sort(),
  );
});

describe.each(corpus.map(({ policy, cases }) => [policy.name, policy, cases] as const))("%s", (_, policy, cases) => {
  test.each(cases.filter(({ inClusterOnly }) => inClusterOnly === undefined))("$says: admitted $admitted", (one) => {
    expect(codesOf(policy, one).length === 0).toBe(one.admitted);
  });
});

test("what no file can tell is said with its reason, and the checks do say otherwise", () => {
  for (const { policy, cases } of corpus)
    for (const one of cases)
      if (one.inClusterOnly !== undefined) expect(codesOf(policy, one).length === 0, one.says).toBe(!one.admitted);
});
