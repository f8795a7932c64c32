import { expect, test } from "vitest";
import { parse } from "yaml";
import { Chart } from "../validate/addons/chart.ts";
import { chartFileText } from "./chart-file.ts";

const spec = Chart.shape.spec.parse({
  repository: "https://charts.acme.test",
  name: "widgets",
  version: "1.2.3",
  digest: `sha256:${"a".repeat(64)}`,
  values: { replicas: "number", yes: "text" },
  kinds: ["Service", "apps/Deployment"],
  pods: {
    "Deployment/widgets": {
      labels: { app: "widgets" },
      ports: [80, { port: 53, protocol: "UDP" }],
      podSecurity: "restricted",
    },
  },
  access: { widgets: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }] },
});

test("a new file contains no empty field and no default, and lists rules on one line each", () => {
  expect(
    chartFileText(undefined, "widgets", spec),
  ).toBe(`# yaml-language-server: $schema=../../generator/schemas/chart.schema.json
# tenantry charts writes this file. It keeps furtherValues and traps.
apiVersion: tenantry.dev/v1alpha1
kind: Chart
metadata:
  name: widgets
spec:
  repository: https://charts.acme.test
  name: widgets
  version: 1.2.3
  digest: sha256:${"a".repeat(64)}
  values:
    replicas: number
    "yes": text
  kinds: [Service, apps/Deployment]
  pods:
    Deployment/widgets:
      labels:
        app: widgets
      ports:
        - 80
        - {port: 53, protocol: UDP}
      podSecurity: restricted
  access:
    widgets:
      - {apiGroups: [""], resources: [secrets], verbs: [get]}
`);
});

test("a file that exists keeps its comments, and loses what the chart has no more", () => {
  const before = chartFileText(undefined, "widgets", { ...spec, furtherValues: { extra: "map" } })
    .replace("  furtherValues:\n", "  furtherValues:\n    # From the documentation of the chart.\n")
    .replace("# tenantry charts", "# Ours. tenantry charts");
  const { digest: _, ...undigested } = spec;
  const after = chartFileText(before, "widgets", {
    ...undigested,
    version: "1.3.0",
    furtherValues: { extra: "map" },
    values: { replicas: "number", image: { tag: "any" } },
    kinds: [],
    access: { widgets: spec.access["widgets"]?.map((rule) => ({ ...rule, verbs: ["get", "list"] })) ?? [] },
  });
  expect(after).toContain("# Ours. tenantry charts");
  expect(after).toContain("    # From the documentation of the chart.\n    extra: map\n");
  expect(Chart.parse(parse(after)).spec).toMatchObject({
    version: "1.3.0",
    kinds: [],
    values: { image: { tag: "any" } },
  });
  expect(after).not.toMatch(/digest|yes/);
  expect(chartFileText(after, "widgets", Chart.parse(parse(after)).spec)).toBe(after);
});
