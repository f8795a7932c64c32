import { expect, test } from "vitest";
import { findingsIn, findingsInFile } from "../../testing/rules.ts";
import { gitopsNoRetry } from "./no-retry.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "a retry with limit and refresh",
    yaml: object("Application", "syncPolicy: { automated: {}, retry: { limit: 5, refresh: true } }"),
    found: [],
  },
  { name: "no automated sync", yaml: object("Application", "syncPolicy: {}"), found: [] },
  {
    name: "no retry",
    yaml: object("Application", "syncPolicy: { automated: {} }"),
    found: ["5:9 missing retry in Application a: Argo CD retries a failed sync 5 times and then stops"],
  },
  {
    name: "a retry with limit 0",
    yaml: object("Application", "syncPolicy: { automated: {}, retry: { limit: 0 } }"),
    found: ["5:38 invalid retry limit 0 in Application a: Argo CD does not retry a failed sync"],
  },
  {
    name: "a retry without refresh",
    yaml: object("Application", "syncPolicy: { automated: {}, retry: { limit: -1 } }"),
    found: ["5:38 missing refresh in Application a: Argo CD retries the failed commit and ignores newer commits"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsNoRetry, yaml)).toEqual(found);
});

test("in a folder, only an Application that never retries is reported", () => {
  expect(findingsInFile(gitopsNoRetry, object("Application", "syncPolicy: { automated: {} }"))).toEqual([]);
  expect(
    findingsInFile(gitopsNoRetry, object("Application", "syncPolicy: { automated: {}, retry: { limit: 0 } }")),
  ).toEqual(["5:38 invalid retry limit 0 in Application a: Argo CD does not retry a failed sync"]);
});
