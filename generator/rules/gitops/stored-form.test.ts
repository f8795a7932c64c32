import { expect, test } from "vitest";
import { findingsIn, findingsInFile } from "../../testing/rules.ts";
import { gitopsStoredForm } from "./stored-form.ts";

const map = (more: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: churn${more} }
`;
const server = (port: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: c, namespace: churn }
spec: { podSpec: { containers: [{ name: a, ports: [${port}] }] } }
`;

test.each([
  { name: "the stored form", yaml: map(""), found: [] },
  { name: "a null value", yaml: map(", labels: null"), found: ["3:40 invalid null in labels"] },
  {
    name: "empty maps",
    yaml: map(", labels: {}, annotations: {}"),
    found: [
      "3:52 empty annotations: the API server does not store it",
      "3:40 empty labels: the API server does not store it",
    ],
  },
  {
    name: "a field of the API server",
    yaml: map(", uid: x"),
    found: ["3:40 invalid field uid: only the API server sets it"],
  },
  { name: "a status, which Argo CD does not compare", yaml: `${map("")}status: { a: null }\n`, found: [] },
  { name: "a null creationTimestamp, which Argo CD ignores", yaml: map(", creationTimestamp: null"), found: [] },
  {
    name: "null in the values of a chart, which removes a default",
    yaml: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: c, namespace: argocd }
spec: { project: null, source: { helm: { valuesObject: { a: null } } } }
`,
    found: ["4:9 invalid null in project"],
  },
  {
    name: "a missing default of the CRD",
    yaml: server("{ containerPort: 1 }"),
    found: ["4:54 missing protocol: the CRD fills in TCP"],
  },
  { name: "the default written out", yaml: server("{ containerPort: 1, protocol: TCP }"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsStoredForm, yaml)).toEqual(found);
});

test("a folder that no Application reads is accepted", () => {
  expect(findingsInFile(gitopsStoredForm, map(", labels: null"))).toEqual([]);
});
