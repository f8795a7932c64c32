import { expect, test } from "vitest";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { churnOnProduction, findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { podSecurityWarnsLess } from "./warns-less.ts";

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
`;

test.each([
  {
    name: "the same level for all modes",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/warn: baseline"),
    found: [],
  },
  {
    name: "a warn level above the enforced level",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/audit: restricted"),
    found: [],
  },
  { name: "no warn or audit level", yaml: namespace("pod-security.kubernetes.io/enforce: restricted"), found: [] },
  { name: "no enforced level", yaml: namespace("pod-security.kubernetes.io/warn: privileged"), found: [] },
  {
    name: "an audit level below the enforced level",
    yaml: namespace("pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/audit: privileged"),
    found: ["4:118 invalid audit level privileged of churn: below its enforced level restricted"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(podSecurityWarnsLess, yaml)).toEqual(found);
});

/** The location and fix of the finding for a tenant with this spec: "file:line:column fix". */
function foundForTenant(spec: string, labels: string): readonly string[] {
  const { manifests } = manifestSetOf(namespace(labels));
  const generated = manifests.map((manifest) => ({ ...manifest, handWritten: false }));
  return manifestSetFindings(new ManifestSet(generated, churnOnProduction(spec)), [podSecurityWarnsLess]).map(
    ({ diagnostic }) => {
      const { at, fix = "" } = diagnostic;
      return `${at.file}:${at.line}:${at.column} ${fix}`;
    },
  );
}

test.each([
  {
    name: "the tenant's own level",
    spec: "podSecurity: { enforce: restricted, audit: baseline, warn: restricted }",
    labels: "pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/audit: baseline",
    found: ["tenants/churn.yaml:7:46 restricted"],
  },
  {
    name: "a level that follows from another",
    spec: "podSecurity: { enforce: restricted, audit: baseline }",
    labels: "pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: baseline",
    found: ["tenants/churn.yaml:7:46 "],
  },
  {
    name: "the platform's default",
    spec: "podSecurity: { enforce: restricted }",
    labels: "pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: baseline",
    found: [expect.stringMatching(/^platform\/platform.yaml:\d+:64 $/)],
  },
])("the finding is located at $name", ({ spec, labels, found }) => {
  expect(foundForTenant(spec, labels)).toEqual(found);
});
