import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { podSecurityUnpinned } from "./unpinned.ts";

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
`;

test.each([
  {
    name: "a pinned version",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.34"),
    found: [],
  },
  {
    name: "no version",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline"),
    found: [
      "4:36 missing version of the pod security level of churn: the level's requirements change with each version of Kubernetes",
    ],
  },
  {
    name: "the version latest",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: latest"),
    found: [
      "4:82 missing version of the pod security level of churn: the level's requirements change with each version of Kubernetes",
    ],
  },
  { name: "no enforced level", yaml: namespace("a: b"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(podSecurityUnpinned, yaml)).toEqual(found);
});
