import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { podSecurityUnknownLevel } from "./unknown-level.ts";

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
`;

test.each([
  {
    name: "valid levels and versions",
    yaml: namespace(
      "pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: privileged, pod-security.kubernetes.io/warn-version: latest",
    ),
    found: [],
  },
  {
    name: "an unknown level",
    yaml: namespace("pod-security.kubernetes.io/audit: Baseline"),
    found: ["4:70 unknown pod security level Baseline"],
  },
  {
    name: "a version that is a number, which kubeconform reports",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: 1.34"),
    found: [],
  },
  {
    name: "an unknown label",
    yaml: namespace("pod-security.kubernetes.io/enforced: baseline"),
    found: ["4:36 unknown pod security label pod-security.kubernetes.io/enforced"],
  },
  {
    name: "a leading zero",
    yaml: namespace("pod-security.kubernetes.io/warn-version: v1.034"),
    found: ["4:77 invalid version v1.034 of the pod security standards"],
  },
  {
    name: "a version with a patch release",
    yaml: namespace("pod-security.kubernetes.io/enforce-version: v1.34.4"),
    found: ["4:80 invalid version v1.34.4 of the pod security standards"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(podSecurityUnknownLevel, yaml)).toEqual(found);
});
