import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsTwice } from "./twice.ts";

const map = (more: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: churn${more} }
`;

test.each([
  { name: "one object", yaml: map(""), found: [] },
  { name: "one object twice", yaml: `${map("")}---${map("")}`, found: ["7:19 duplicate ConfigMap c"] },
  { name: "one name in two namespaces", yaml: `${map("")}---${map("").replace("churn", "other")}`, found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsTwice, yaml)).toEqual(found);
});
