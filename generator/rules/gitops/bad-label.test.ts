import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsBadLabel } from "./bad-label.ts";

const labelled = (labels: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: churn, labels: { ${labels} } }
`;

test.each([
  {
    name: "a key without a domain, and a key with a domain",
    yaml: labelled("app: web, acme.test/team: a_b.c"),
    found: [],
  },
  { name: "an empty value", yaml: labelled('app: ""'), found: [] },
  { name: "a slash in a value", yaml: labelled("app: a/b"), found: ["3:55 invalid label value a/b"] },
  { name: "a dash at the end of a value", yaml: labelled("app: a-"), found: ["3:55 invalid label value a-"] },
  {
    name: "too long a value",
    yaml: labelled(`app: ${"a".repeat(64)}`),
    found: [`3:55 invalid label value ${"a".repeat(64)}`],
  },
  { name: "a space in a key", yaml: labelled('"a b": c'), found: ["3:50 invalid label key a b"] },
  {
    name: "a domain in capitals",
    yaml: labelled("Acme.test/team: a"),
    found: ["3:50 invalid label key Acme.test/team"],
  },
  { name: "a placeholder", yaml: labelled('app: "$(APP)/x"'), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsBadLabel, yaml)).toEqual(found);
});
