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
const charts = shippedCharts().map(({ value }) => {
  const { metadata, spec } = Chart.parse(value);
  return { ...spec, file: metadata.name };
});
const addons = shippedAddons().map(({ value }) => Addon.parse(value));
const applications = addons.flatMap(({ spec }) =>
  Object.values(spec.applications).flatMap(({ chart, namespace, kinds, clusterKinds }) =>
    chart === undefined ? [] : [{ chart, namespace, kinds, clusterKinds, workloads: Object.values(spec.workloads) }],
  ),
);
/** The charts that the reference contains. */
const compared = charts.filter(({ file }) => existsSync(join(reference, file)));

/** The kinds of a chart and of the other charts of its add-on, which install parts that the reference contains in one chart. */
function kindsWith<T extends { readonly kinds: readonly string[]; readonly clusterKinds: readonly string[] }>(
  chart: string,
  kindsOf: (name: string) => readonly T[],
): Pick<T, "kinds" | "clusterKinds"> {
  const addon = addons.find(({ spec }) => Object.values(spec.applications).some((item) => item.chart?.name === chart));
  const all = Object.values(addon?.spec.applications ?? {}).flatMap((item) => kindsOf(item.chart?.name ?? ""));
  return { kinds: all.flatMap(({ kinds }) => kinds), clusterKinds: all.flatMap(({ clusterKinds }) => clusterKinds) };
}

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

/** The folder of the reference for a chart: the name of its file. */
function folderOf(chart: { readonly repository: string; readonly name: string }): string {
  return charts.find(({ repository, name }) => repository === chart.repository && name === chart.name)?.file ?? "";
}

/** Kinds that the values of the add-ons switch off. The reference was rendered with them. */
const kindsSwitchedOff: Readonly<Record<string, readonly string[]>> = {
  "istio-base": ["ServiceAccount"],
  seaweedfs: ["rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/ClusterRoleBinding"],
};

/** Kinds and pods that the reference does not have, because its values create no buckets or no budget. */
const switchedOn: readonly string[] = ["batch/Job", "policy/PodDisruptionBudget", "Job/seaweedfs-bucket-hook"];

/** Pods that the values of the add-on make stricter than those of the reference. */
const stricter: readonly string[] = ["Job/minio-post-job", "StatefulSet/minio"];

/** Labels that contain a version, or that name the installer. */
const changing = /^(helm[.]sh[/]chart|app[.]kubernetes[.]io[/](version|managed-by))$/;

/** Pods of the reference that the values of the add-on switch off: its database is outside the cluster. */
const podsSwitchedOff: readonly string[] = ["StatefulSet/harbor-database"];

// biome-ignore lint/suspicious/noExplicitAny: reference data
function podsIn(chart: string): readonly any[] {
  return read(chart, "pods.json").filter((pod: { workload: string }) => !podsSwitchedOff.includes(pod.workload));
}

describeReference(reference, "the shipped charts against the reference", () => {
  test("each chart of a shipped add-on has a file, and no other file exists", () => {
    expect(charts.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
      applications.map(({ chart }) => `${chart.name} ${chart.version}`).sort(),
    );
  });

  for (const { file, name, values, furtherValues, pods, kinds, clusterKinds } of compared) {
    test(`${name}: every key of values.yaml is known, with its type`, () => {
      const all = allKeys(values, furtherValues);
      const differences = Object.entries<string>(read(file, "values-paths.json")).flatMap(([path, type]) => {
        // A key of Grafana contains a dot.
        const steps = path.split(/[.](?!ini\b)/);
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
      const theirs: { kind: string; apiVersion: string; scope: string }[] = read(file, "kinds.json").kinds;
      const names = (scope: string): string[] =>
        theirs
          .filter((kind) => kind.scope === scope)
          .map(({ apiVersion, kind }) => kindName({ group: groupVersion(apiVersion).group, kind }));
      // The reference was rendered without the kinds of monitoring, and without what the publisher of a chart adds.
      const added = /^(monitoring[.]coreos[.]com[/]|apiextensions[.]k8s[.]io[/])/;
      const all = kindsWith(name, (chart) => charts.filter((candidate) => candidate.name === chart));
      for (const [ours, together, scope] of [
        [kinds, all.kinds, "Namespaced"],
        [clusterKinds, all.clusterKinds, "Cluster"],
      ] as const) {
        const off = kindsSwitchedOff[file] ?? [];
        expect(names(scope).filter((kind) => !together.includes(kind) && !off.includes(kind))).toEqual([]);
        const further = (kind: string): boolean => added.test(kind) || switchedOn.includes(kind);
        expect(ours.filter((kind) => !names(scope).includes(kind) && !further(kind))).toEqual([]);
      }
    });

    test(`${name}: the same pods, with ports, levels and accounts`, () => {
      const { namespace } = read(file, "kinds.json");
      const theirs: Readonly<Record<string, unknown>> = Object.fromEntries(
        podsIn(file)
          // biome-ignore lint/suspicious/noExplicitAny: reference data
          .filter((pod: any) => pod.namespace === namespace)
          // biome-ignore lint/suspicious/noExplicitAny: reference data
          .map((pod: any) => [
            pod.workload,
            {
              labels: Object.fromEntries(Object.entries(pod.podLabels).filter(([key]) => !changing.test(key))),
              ports: new Set(
                pod.ports.map((port: { port: number; protocol: string }) => `${port.port}/${port.protocol}`),
              ),
              podSecurity: stricter.includes(pod.workload) ? "restricted" : pod.podSecurity,
              hostNetwork: pod.flags?.hostNetwork === true,
              account: pod.serviceAccount ?? undefined,
            },
          ]),
      );
      // The reference contains no classes, and not this label of two pods, which depends on the monitors.
      const shown = Object.entries(pods).filter(([workload]) => !switchedOn.includes(workload));
      const ours = shown.map(
        ([workload, { labels, ports, priorityClass: _class, selector: _selector, claims: _claims, ...rest }]) => {
          const { "app.kubernetes.io/metrics": _, ...others } = labels;
          return [workload, { ...rest, labels: others, ports: new Set(ports.map(portText)) }];
        },
      );
      expect(Object.fromEntries(ours)).toEqual(theirs);
    });
  }

  for (const { chart, namespace, workloads } of applications.filter((item) =>
    compared.some(({ file }) => file === folderOf(item.chart)),
  ))
    test(`the add-on of ${chart.name} declares the kinds and pods of the reference`, () => {
      const folder = folderOf(chart);
      const theirs: { namespace: string; kinds: { kind: string; apiVersion: string; scope: string }[] } = read(
        folder,
        "kinds.json",
      );
      const { kinds, clusterKinds } = kindsWith(chart.name, (name) =>
        applications.filter((item) => item.chart.name === name),
      );
      const missing = theirs.kinds
        .filter(({ kind }) => !kindsSwitchedOff[folder]?.includes(kind))
        .map(({ apiVersion, kind, scope }) => ({
          name: kindName({ group: groupVersion(apiVersion).group, kind }),
          declared: scope === "Cluster" ? clusterKinds : kinds,
        }))
        .filter(({ name, declared }) => !declared.includes(name) && !(kindsSwitchedOff[folder] ?? []).includes(name));
      expect(missing).toEqual([]);
      const { furtherPorts = {} } = charts.find(({ file }) => file === folder) ?? {};
      for (const pod of podsIn(folder)) {
        const selecting = workloads.filter(
          (workload) =>
            workload.namespace === (pod.namespace === theirs.namespace ? namespace : pod.namespace) &&
            selects(workload, pod.podLabels),
        );
        expect(selecting, pod.workload).toHaveLength(1);
        const ports = [
          ...pod.ports.map((port: { port: number; protocol: string }) => `${port.port}/${port.protocol}`),
          ...(furtherPorts[pod.workload] ?? []).map(portText),
        ];
        expect(ports).toEqual(expect.arrayContaining(Object.values(selecting[0]?.ports ?? {}).map(portText)));
        expect(selecting[0]?.hostNetwork).toBe(pod.flags?.hostNetwork === true);
      }
    });

  test.each([
    ["mlflow", "mlflow"],
    ["harbor", "harbor"],
    ["metallb", "metallb"],
    ["cert-manager", "cert-manager"],
    ["external-secrets", "external-secrets"],
    ["strimzi", "strimzi-kafka-operator"],
    ["kps", "kube-prometheus-stack"],
    ["ingress-nginx", "ingress-nginx"],
    ["seaweedfs", "seaweedfs"],
    ["minio", "minio"],
    ["istio-base", "istio-base"],
    ["istiod", "istiod"],
    ["istio-cni", "istio-cni"],
    ["ztunnel", "ztunnel"],
    ["istio-gateway", "istio-ingressgateway"],
  ])("the tried values of %s are known", (values, name) => {
    const file = join(reference, "ours/values", `${values}.yaml`);
    const chart = charts.find((candidate) => candidate.file === name);
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

  test("the pods that the operator of Prometheus makes have the labels and ports of the add-on's workloads", () => {
    const made: { made_by: string; workload: string; labels: object; ports: Readonly<Record<string, number>> }[] =
      read("operator-made-pods.json");
    const workloads = Object.values(
      addons.find(({ spec }) => spec.provides.monitoring !== undefined)?.spec.workloads ?? {},
    );
    for (const pod of made.filter(({ made_by: by }) => by === "prometheus-operator")) {
      const labels: Readonly<Record<string, string>> = JSON.parse(JSON.stringify(pod.labels));
      const selecting = workloads.filter((workload) => selects(workload, labels));
      expect(selecting, pod.workload).toHaveLength(1);
      const numbers = Object.values(selecting[0]?.ports ?? {}).map((port) =>
        typeof port === "number" ? port : port.port,
      );
      expect(new Set(numbers)).toEqual(new Set(Object.values(pod.ports)));
    }
  });
});

function selects({ pods }: Workload, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(pods).every(([key, value]) => labels[key] === value);
}

function portText(port: ChartPods["ports"][number]): string {
  return typeof port === "number" ? `${port}/TCP` : `${port.port}/${port.protocol}`;
}
