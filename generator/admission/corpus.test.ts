import { describe, expect, test } from "vitest";
import { wholeFile } from "../diagnostics/diagnostic.ts";
import { manifestOf } from "../evaluate/manifests/manifest.ts";
import { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { manifestSetFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { corpusContext, corpusScope, objectOf, permissionsOf } from "../testing/admission.ts";
import { type AdmissionCase, caseTenants, defaultPlatform, identities } from "./corpus/case.ts";
import { admissionCases } from "./corpus/table.ts";
import type { AdmissionPolicy } from "./policy.ts";
import { admissionPoliciesFor } from "./policy-objects.ts";

const scopes = new Map(
  [undefined, "enhanced", "dedicated"].map((pattern) => [pattern, corpusScope(pattern as AdmissionCase["pattern"])]),
);

/** The codes that the rules report for the object, and for the Role that permits the request. */
function codesOf(policy: AdmissionPolicy, admissionCase: AdmissionCase): readonly string[] {
  const scope = scopes.get(admissionCase.pattern);
  if (scope === undefined) throw new Error(`unknown pattern ${admissionCase.pattern}`);
  const of = rules.filter(({ inCluster }) => inCluster?.some((half) => half.policy === policy));
  const own = admissionCase.as === "ownOperator" && scope.pattern.operator === "tenant";
  const role =
    admissionCase.as !== undefined && caseTenants.has(admissionCase.as) && !own ? roleFor(admissionCase) : [];
  const manifests = [...role, objectOf(admissionCase.object)].map((object) =>
    manifestOf(object, () => wholeFile("case.yaml")),
  );
  return manifestSetFindings(new ManifestSet(manifests, corpusContext(scope)), of).map(
    ({ diagnostic }) => diagnostic.code,
  );
}

function roleFor(admissionCase: AdmissionCase): readonly KubernetesObject[] {
  const { verb, group, resource } = permissionsOf(admissionCase);
  const { user, groups } = identities[admissionCase.as ?? defaultPlatform];
  const [, , namespace, name = ""] = user.split(":");
  const metadata = { name: "requested", namespace: "churn" };
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
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "requested" },
    subjects: [subject],
  };
  return [role, binding];
}

test("every policy has admitted and rejected cases", () => {
  expect(admissionCases.map(({ policy }) => policy.name).sort()).toEqual(
    admissionPoliciesFor(rules).map(({ name }) => name),
  );
  for (const { policy, cases } of admissionCases) {
    expect(new Set(cases.map(({ name: message }) => message)).size, policy.name).toBe(cases.length);
    expect(new Set(cases.map(({ admitted }) => admitted)), policy.name).toEqual(new Set([true, false]));
  }
});

test("every rule with an admission check reports at least one case", () => {
  const found = new Set(admissionCases.flatMap(({ policy, cases }) => cases.flatMap((item) => codesOf(policy, item))));
  expect([...found].sort()).toEqual(
    rules.flatMap(({ code, inCluster }) => (inCluster === undefined ? [] : [code])).sort(),
  );
});

describe.each(admissionCases.map(({ policy, cases }) => [policy.name, policy, cases] as const))(
  "%s",
  (_, policy, cases) => {
    test.each(cases.filter(({ inClusterOnly }) => inClusterOnly === undefined))(
      "$message: admitted $admitted",
      (admissionCase) => {
        expect(codesOf(policy, admissionCase).length === 0).toBe(admissionCase.admitted);
      },
    );
  },
);

test("the rules decide differently in every case that is marked as known only in the cluster", () => {
  for (const { policy, cases } of admissionCases)
    for (const item of cases)
      if (item.inClusterOnly !== undefined) expect(codesOf(policy, item).length === 0, item.name).toBe(!item.admitted);
});
