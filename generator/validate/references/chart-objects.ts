import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import type { ChartPods } from "../addons/chart.ts";
import type { ChartEntry } from "../addons/charts-entry.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import type { Workload } from "../addons/workload.ts";
import { findingAt } from "../inventory.ts";
import { PodSecurityLevel } from "../terms.ts";

const { messages } = codes["addons/chart-objects"];

/** Kinds, pods, ports and Pod Security levels of a chart that the add-on's file does not declare. */
export function* chartObjectFindings(
  addon: AddonEntry,
  application: string,
  { spec }: ChartEntry,
): Iterable<Diagnostic> {
  const declared = addon.spec.applications[application];
  if (declared === undefined) return;
  const chart = `${spec.name} ${spec.version}`;
  for (const field of ["kinds", "clusterKinds"] as const) {
    const missing = spec[field].filter((candidate) => !declared[field].includes(candidate));
    if (missing.length > 0)
      yield findingAt(
        addon.at("applications", application, field),
        "addons/chart-objects",
        messages.missingKinds(missing.join(", "), field, chart),
        undefined,
        "key",
      );
  }
  for (const [name, pods] of Object.entries(spec.pods))
    yield* podFindings(
      addon,
      declared.namespace,
      `${name} of chart ${chart}`,
      { ...pods, ports: [...pods.ports, ...(spec.furtherPorts[name] ?? [])] },
      Object.values(spec.pods),
    );
}

function* podFindings(
  addon: AddonEntry,
  namespace: string | undefined,
  name: string,
  pods: ChartPods,
  all: readonly ChartPods[],
): Iterable<Diagnostic> {
  const level = addon.spec.namespaces[namespace ?? ""]?.podSecurity;
  if (namespace !== undefined && level !== undefined && isStricter(level, pods.podSecurity))
    yield findingAt(
      addon.at("namespaces", namespace, "podSecurity"),
      "addons/chart-objects",
      messages.podSecurity(name, pods.podSecurity, namespace, level),
    );
  const workloads = Object.entries(addon.spec.workloads).filter(
    ([, workload]) => workload.namespace === namespace && selects(workload, pods),
  );
  if (workloads.length === 0) {
    const labels = Object.entries(pods.labels).map(([key, value]) => `${key}=${value}`);
    const message = messages.missingWorkload(name, labels.join(", "));
    yield findingAt(addon.at(...meant(addon, namespace, pods, all)), "addons/chart-objects", message, undefined, "key");
  }
  for (const [key, workload] of workloads) yield* workloadFindings(addon, key, workload, name, pods);
}

/** The label of the workload that probably means the pods: it has the most of their labels, and selects no pods. */
function meant(
  { spec }: AddonEntry,
  namespace: string | undefined,
  { labels }: ChartPods,
  all: readonly ChartPods[],
): Path {
  const candidates = Object.entries(spec.workloads)
    .filter(([, workload]) => workload.namespace === namespace && !all.some((pods) => selects(workload, pods)))
    .map(([name, workload]) => {
      const written = Object.entries(workload.pods);
      const other = written.find(([key, value]) => labels[key] !== value)?.[0] ?? "";
      return { name, other, same: written.filter(([key, value]) => labels[key] === value).length };
    })
    .sort((left, right) => right.same - left.same);
  const [best] = candidates;
  const isUnclear = best === undefined || (best.same === 0 && candidates.length > 1);
  return isUnclear ? ["workloads"] : ["workloads", best.name, "pods", best.other];
}

function* workloadFindings(
  addon: AddonEntry,
  key: string,
  workload: Workload,
  name: string,
  { ports, hostNetwork, priorityClass }: ChartPods,
): Iterable<Diagnostic> {
  const known = ports.map(portText);
  for (const [port, written] of Object.entries(workload.ports)) {
    if (known.length === 0 || known.includes(portText(written))) continue;
    const message = messages.unknownPort(portText(written), name, known.join(", "));
    yield findingAt(addon.at("workloads", key, "ports", port), "addons/chart-objects", message);
  }
  if (hostNetwork !== workload.hostNetwork && hostNetwork)
    yield findingAt(
      addon.at("workloads", key),
      "addons/chart-objects",
      messages.hostNetwork(name),
      "Set hostNetwork: true.",
      "key",
    );
  if (priorityClass !== undefined && priorityClass !== workload.priorityClass)
    yield findingAt(
      addon.at("workloads", key, "priorityClass"),
      "addons/chart-objects",
      messages.priorityClass(name, priorityClass),
      `Set priorityClass: ${priorityClass}.`,
    );
}

function selects({ pods }: Workload, { labels }: ChartPods): boolean {
  return Object.entries(pods).every(([key, value]) => labels[key] === value);
}

function isStricter(level: PodSecurityLevel, than: PodSecurityLevel): boolean {
  const levels = PodSecurityLevel.options;
  return levels.indexOf(level) > levels.indexOf(than);
}

/** `9443/TCP`. */
function portText(port: ChartPods["ports"][number]): string {
  return typeof port === "number" ? `${port}/TCP` : `${port.port}/${port.protocol}`;
}
