import { expect, test } from "vitest";
import { foundIn, foundInFile } from "../../testing/rules.ts";
import { gitopsNoRetry } from "./no-retry.ts";

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
  {
    name: "as often as Argo CD does by itself",
    yaml: object("Application", "syncPolicy: { automated: {} }"),
    found: ["5:9 a tries a failed sync 5 times, and then not again"],
  },
  {
    name: "never",
    yaml: object("Application", "syncPolicy: { automated: {}, retry: { limit: 0 } }"),
    found: ["5:38 a never tries again"],
  },
  {
    name: "one commit only",
    yaml: object("Application", "syncPolicy: { automated: {}, retry: { limit: -1 } }"),
    found: ["5:38 a tries one commit again and again, whatever is merged meanwhile"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsNoRetry, yaml)).toEqual(found);
});

test("of somebody's folder only what is never tried again", () => {
  expect(foundInFile(gitopsNoRetry, object("Application", "syncPolicy: { automated: {} }"))).toEqual([]);
  expect(
    foundInFile(gitopsNoRetry, object("Application", "syncPolicy: { automated: {}, retry: { limit: 0 } }")),
  ).toEqual(["5:38 a never tries again"]);
});
