import { expect, test } from "vitest";
import { foundIn } from "../../../testing/rules.ts";
import { noRetry } from "./no-retry.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "both",
    yaml: object("Application", "syncPolicy: { automated: {}, retry: { limit: 5, refresh: true } }"),
    found: [],
  },
  { name: "by hand", yaml: object("Application", "syncPolicy: {}"), found: [] },
  { name: "never", yaml: object("Application", "syncPolicy: { automated: {} }"), found: ["5:9 a never tries again"] },
  {
    name: "one commit only",
    yaml: object("Application", "syncPolicy: { automated: {}, retry: { limit: -1 } }"),
    found: ["5:38 a tries one commit again and again, whatever is merged meanwhile"],
  },
])("$name", ({ yaml, found }) => {
  expect(foundIn(noRetry, yaml)).toEqual(found);
});
