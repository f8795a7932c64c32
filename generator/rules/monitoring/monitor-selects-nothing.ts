import { allPodsKnown, podsInFolder } from "../../evaluate/manifests/known-pods.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, type PodSource } from "../../evaluate/manifests/pods.ts";
import { labelsAt, listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { componentOf } from "../../evaluate/seldon/chart-pod.ts";
import { podMonitorKind, runtimeKind, serverKind, serviceMonitorKind } from "../../models/kinds.ts";
import type { SeldonNames } from "../../models/seldon/facts.ts";
import { nearest } from "../../text/nearest.ts";
import { type LabelMap, selects } from "../../validate/label-selector.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const monitoringMonitorSelectsNothing = defineRule({
  code: "monitoring/monitor-selects-nothing",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [podMonitorKind, serviceMonitorKind],
  summary: "A monitor selects no pods or Services, or names a port that its targets do not have.",
  docs: {
    why: "No component reports an error for a monitor that selects nothing: Prometheus has no target, dashboards are empty, and alerts on the missing metrics never fire. The Services that Seldon's operator creates have fixed labels, do not get the labels of a Server, and have no port named metrics. A ServiceMonitor that selects the labels of a Server therefore matches no Service.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn, labels: { app.kubernetes.io/part-of: churn } }
spec: { serverConfig: mlserver-config }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: models, namespace: churn }
spec:
  selector: { matchLabels: { app.kubernetes.io/part-of: churn } }
  endpoints: [{ port: metrics }]
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn, labels: { app.kubernetes.io/part-of: churn } }
spec: { serverConfig: mlserver-config }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: models, namespace: churn }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: seldon-server } }
  podMetricsEndpoints: [{ port: metrics }]
`,
    fix: "Use a PodMonitor. The pods of a Server have the label app.kubernetes.io/name: seldon-server, a port named metrics for the agent, and a port named server-metrics for the inference server.",
  },
  *check(monitor, manifestSet) {
    const namespace = monitor.namespace ?? "";
    if (isMap(monitor.object) && Object.keys(mapAt(monitor.object, "spec", "namespaceSelector")).length > 0) return;
    if (!allPodsKnown(manifestSet, namespace)) return;
    const isPods = monitor.kind === podMonitorKind;
    const targets = isPods ? podTargets(manifestSet, namespace) : serviceTargets(manifestSet.everywhere(), namespace);
    const selector = mapAt(monitor.object, "spec")["selector"];
    const selected = targets.filter(({ labels }) => selects(selector, labels));
    if (selected.length === 0) {
      yield {
        at: monitor.at(["spec", "selector"], "key"),
        message: `invalid selector of ${monitor.object.kind} ${monitor.name}: it matches no ${isPods ? "pod" : "Service"} of ${describeNamespace(namespace)}`,
        hint: isPods
          ? "The pods of a Server have the label app.kubernetes.io/name: seldon-server."
          : "Use a PodMonitor: the Services that Seldon's operator creates have fixed labels.",
      };
      return;
    }
    const list = isPods ? "podMetricsEndpoints" : "endpoints";
    const endpoints = listAt(monitor.object, "spec", list);
    if (endpoints.length === 0)
      yield {
        at: monitor.at(["spec", list], "key"),
        message: `missing endpoint in ${monitor.object.kind} ${monitor.name}: Prometheus scrapes nothing`,
        hint: `Name a port under ${list}.`,
      };
    for (const [index, endpoint] of endpoints.entries()) {
      const port = textAt(endpoint, "port");
      const known = selected.map(({ ports }) => ports);
      if (port === undefined || known.some((ports) => ports?.includes(port) ?? true)) continue;
      const ports = [...new Set(known.flatMap((item) => item ?? []))].sort();
      yield {
        at: monitor.at(["spec", list, index, "port"], "value"),
        message: `unknown port ${port} in ${monitor.object.kind} ${monitor.name}: no target has this port`,
        hint:
          ports.length === 0
            ? "The targets of the monitor have no named port."
            : `The targets of the monitor have the ports ${ports.join(", ")}.`,
        fix: nearest(port, ports),
      };
    }
  },
});

interface Target {
  readonly labels: LabelMap;
  /** Names of the ports. Undefined if they are unknown. */
  readonly ports: readonly string[] | undefined;
}

function podTargets(manifestSet: ManifestSet, namespace: string): readonly Target[] {
  return podsInFolder(manifestSet, namespace).map((pod) => ({
    labels: pod.labels,
    ports: portsOf(manifestSet.seldon, pod),
  }));
}

function portsOf(seldon: SeldonNames, { by, spec, override, labels }: PodSource): readonly string[] | undefined {
  if (spec === undefined) {
    const component = by.kind === serverKind ? undefined : componentOf(seldon, labels);
    return component === undefined ? undefined : seldon.portNames[component];
  }
  const containers = [spec, ...(override === undefined ? [] : [override])].flatMap(containersOf);
  return containers.flatMap(({ value }) => listAt(value, "ports").flatMap((port) => textAt(port, "name") ?? []));
}

/** The Services of the manifest set, and those that the operator creates. */
function serviceTargets(manifestSet: ManifestSet, namespace: string): readonly Target[] {
  const isInNamespace = (manifest: Manifest): boolean => manifestSet.mayShare(manifest.namespace ?? "", namespace);
  const written = manifestSet
    .of("Service")
    .filter(isInNamespace)
    .map(({ object }) => ({
      labels: labelsAt(object, "metadata", "labels"),
      ports: listAt(object, "spec", "ports").flatMap((port) => textAt(port, "name") ?? []),
    }));
  const servers = manifestSet
    .of(serverKind)
    .filter(isInNamespace)
    .map(({ name }) => ({
      labels: { "seldon-server-replica": "true", "seldon-server-replica-name": name },
      ports: undefined,
    }));
  const runtimes = manifestSet.of(runtimeKind).some(isInNamespace)
    ? [{ labels: { "app.kubernetes.io/name": "seldon-envoy" }, ports: ["data", "stats"] }]
    : [];
  return [...written, ...servers, ...runtimes];
}
