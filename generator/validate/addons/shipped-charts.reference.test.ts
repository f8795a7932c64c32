import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { shippedAddons, shippedCharts } from "../../load/shipped-addons.ts";
import { kindName } from "../../models/kinds.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { isMap, valueAt } from "../merge.ts";
import { Addon } from "./addon.ts";
import { Chart, type ChartPods } from "./chart.ts";
import { allKeys, valueFaults } from "./value-keys.ts";
import type { Workload } from "./workload.ts";

const reference = referencePath("reference/charts");
const charts = shippedCharts().map(({ value }) => Chart.parse(value).spec);
const addons = shippedAddons().map(({ value }) => Addon.parse(value));
const applications = addons.flatMap(({ spec }) =>
  Object.values(spec.applications).flatMap(({ chart, namespace, kinds, clusterKinds }) =>
    chart === undefined ? [] : [{ chart, namespace, kinds, clusterKinds, workloads: Object.values(spec.workloads) }],
  ),
);

// biome-ignore lint/suspicious/noExplicitAny: reference data of any form
function read(...path: readonly string[]): any {
  return JSON.parse(readFileSync(join(reference, ...path), "utf8"));
}

const types: Readonly<Record<string, string>> = {
  string: "text",
  integer: "number",
  number: "number",
  boolean: "boolean",
  list: "list",
  map: "map",
  "map(empty)": "map",
};

/** Labels that contain a version, or that name the installer. */
const changing = /^(helm[.]sh[/]chart|app[.]kubernetes[.]io[/](version|managed-by))$/;

describeReference(reference, "the shipped charts against the reference", () => {
  test("each chart of a shipped add-on has a file, and no other file exists", () => {
    expect(charts.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
      applications.map(({ chart }) => `${chart.name} ${chart.version}`).sort(),
    );
  });

  for (const { name, values, furtherValues, pods, kinds, clusterKinds } of charts) {
    test(`${name}: every key of values.yaml is known, with its type`, () => {
      const all = allKeys(values, furtherValues);
      const differences = Object.entries<string>(read(name, "values-paths.json")).flatMap(([path, type]) => {
        const steps = path.split(".");
        for (const [index] of steps.entries()) {
          const rule = valueAt(all, steps.slice(0, index + 1));
          if (isMap(rule)) continue;
          if (rule === "map" || (typeof rule === "string" && rule.split(" or ").includes("map"))) return [];
          const isLast = index === steps.length - 1;
          const expected = types[type];
          const same = expected === undefined || String(rule).split(" or ").includes(expected);
          return isLast && same ? [] : [`${path}: ${String(rule)} and not ${type}`];
        }
        return [];
      });
      expect(differences).toEqual([]);
    });

    test(`${name}: the same kinds`, () => {
      const theirs: { kind: string; apiVersion: string; scope: string }[] = read(name, "kinds.json").kinds;
      const names = (scope: string): string[] =>
        theirs
          .filter((kind) => kind.scope === scope)
          .map(({ apiVersion, kind }) => kindName({ group: groupVersion(apiVersion).group, kind }));
      // The reference was rendered without the kinds of monitoring, and without what the publisher of a chart adds.
      const added = /^(monitoring[.]coreos[.]com[/]|apiextensions[.]k8s[.]io[/])/;
      for (const [ours, scope] of [
        [kinds, "Namespaced"],
        [clusterKinds, "Cluster"],
      ] as const) {
        expect(names(scope).filter((kind) => !ours.includes(kind))).toEqual([]);
        expect(ours.filter((kind) => !names(scope).includes(kind) && !added.test(kind))).toEqual([]);
      }
    });

    test(`${name}: the same pods, with ports, levels and accounts`, () => {
      const theirs: Readonly<Record<string, unknown>> = Object.fromEntries(
        // biome-ignore lint/suspicious/noExplicitAny: reference data
        read(name, "pods.json").map((pod: any) => [
          pod.workload,
          {
            labels: Object.fromEntries(Object.entries(pod.podLabels).filter(([key]) => !changing.test(key))),
            ports: new Set(
              pod.ports.map((port: { port: number; protocol: string }) => `${port.port}/${port.protocol}`),
            ),
            podSecurity: pod.podSecurity,
            hostNetwork: pod.flags?.hostNetwork === true,
            account: pod.serviceAccount,
          },
        ]),
      );
      // The reference contains no classes, and not this label of two pods, which depends on the monitors.
      const ours = Object.entries(pods).map(
        ([workload, { labels, ports, priorityClass, selector, claims, ...rest }]) => {
          const { "app.kubernetes.io/metrics": _, ...others } = labels;
          return [workload, { ...rest, labels: others, ports: new Set(ports.map(portText)) }];
        },
      );
      expect(Object.fromEntries(ours)).toEqual(theirs);
    });
  }

  for (const { chart, namespace, workloads, kinds, clusterKinds } of applications)
    test(`the add-on of ${chart.name} declares the kinds and pods of the reference`, () => {
      const theirs: { kind: string; apiVersion: string; scope: string }[] = read(chart.name, "kinds.json").kinds;
      const missing = theirs
        .map(({ apiVersion, kind, scope }) => ({
          name: kindName({ group: groupVersion(apiVersion).group, kind }),
          declared: scope === "Cluster" ? clusterKinds : kinds,
        }))
        .filter(({ name, declared }) => !declared.includes(name));
      expect(missing).toEqual([]);
      for (const pod of read(chart.name, "pods.json")) {
        const selecting = workloads.filter(
          (workload) => workload.namespace === namespace && selects(workload, pod.podLabels),
        );
        expect(selecting, pod.workload).toHaveLength(1);
        const ports = pod.ports.map((port: { port: number; protocol: string }) => `${port.port}/${port.protocol}`);
        expect(ports).toEqual(expect.arrayContaining(Object.values(selecting[0]?.ports ?? {}).map(portText)));
        expect(selecting[0]?.hostNetwork).toBe(pod.flags?.hostNetwork === true);
      }
    });

  test.each(["metallb", "cert-manager", "external-secrets", "strimzi"])("the tried values of %s are known", (name) => {
    const file = join(reference, "ours/values", `${name}.yaml`);
    const chart = charts.find((candidate) => candidate.name.startsWith(name));
    if (!existsSync(file) || chart === undefined) throw new Error(`missing ${file}`);
    expect(valueFaults(parse(readFileSync(file, "utf8")), allKeys(chart.values, chart.furtherValues))).toEqual([]);
  });

  test("the pods that Strimzi makes have the labels and ports of the add-on's workloads", () => {
    const made: {
      made_by: string;
      workload: string;
      labels: object;
      ports: Readonly<Record<string, number | string>>;
    }[] = read("operator-made-pods.json");
    const workloads = Object.entries(addons.find(({ metadata }) => metadata.name === "strimzi")?.spec.workloads ?? {});
    for (const pod of made.filter(({ made_by: by }) => by === "strimzi")) {
      const labels: Readonly<Record<string, string>> = JSON.parse(
        JSON.stringify(pod.labels).replaceAll("<cluster>", "seldon").replaceAll("<pool>", "brokers"),
      );
      const selecting = workloads.filter(([, workload]) => selects(workload, labels));
      expect(selecting, pod.workload).toHaveLength(1);
      const [, workload] = selecting[0] ?? [];
      const open = Object.values(pod.ports).filter((port) => typeof port === "number");
      // The port of the clients is a listener of the Kafka object.
      const declared = Object.entries(workload?.ports ?? {}).filter(([port]) => port !== "clients");
      expect(open).toEqual(expect.arrayContaining(declared.map(([, port]) => port)));
    }
  });
});

function selects({ pods }: Workload, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(pods).every(([key, value]) => labels[key] === value);
}

function portText(port: ChartPods["ports"][number]): string {
  return typeof port === "number" ? `${port}/TCP` : `${port.port}/${port.protocol}`;
}
