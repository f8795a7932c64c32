import { expect, test } from "vitest";
import { foundIn } from "../../../testing/rules.ts";
import { meshWithoutCni } from "./mesh-without-cni.ts";

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
`;

test.each([
  { name: "no mesh", yaml: namespace("pod-security.kubernetes.io/enforce: baseline"), found: [] },
  {
    name: "a sidecar",
    yaml: namespace("istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline"),
    found: ["4:36 baseline refuses the init container that the mesh puts into each pod of churn"],
  },
  {
    name: "a revision",
    yaml: namespace("istio.io/rev: stable, pod-security.kubernetes.io/enforce: restricted"),
    found: ["4:36 restricted refuses the init container that the mesh puts into each pod of churn"],
  },
  {
    name: "ambient",
    yaml: namespace(
      "istio.io/rev: stable, istio.io/dataplane-mode: ambient, pod-security.kubernetes.io/enforce: baseline",
    ),
    found: [],
  },
  {
    name: "privileged",
    yaml: namespace("istio-injection: enabled, pod-security.kubernetes.io/enforce: privileged"),
    found: [],
  },
])("$name", ({ yaml, found }) => {
  expect(foundIn(meshWithoutCni, yaml)).toEqual(found);
});
