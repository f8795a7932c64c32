import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsKustomization } from "./kustomization.ts";

const written = (text: string): string => `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
metadata: { name: over/kustomization.yaml }
${text}
`;

test.each([
  { name: "folders and files", yaml: written("resources: [a.yaml, ../base]"), found: [] },
  {
    name: "remote sources",
    yaml: written("resources: [https://h/x.yaml]\ncomponents: [github.com/a/b?ref=main]"),
    found: ["4:13 remote source https://h/x.yaml is not in this repository (and 1 more)"],
  },
  {
    name: "a path outside of the repository",
    yaml: written("resources: [../../x]"),
    found: ["4:13 invalid path ../../x: it is outside of the repository"],
  },
  {
    name: "a chart",
    yaml: written("helmCharts: [{ name: x }]"),
    found: ["4:1 invalid helmCharts: Argo CD does not set --enable-helm by default"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsKustomization, yaml)).toEqual(found);
});
