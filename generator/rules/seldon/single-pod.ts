import { locate } from "../../load/locate.ts";
import { chartSections } from "../../models/seldon/chart-sections.ts";
import type { RunningComponent } from "../../models/seldon/facts.ts";
import { patterns } from "../../patterns/table.ts";
import { joinNames } from "../../text/listed.ts";
import { hasRuntime, runsPipelines, seldonOf } from "../../validate/effective.ts";
import {
  componentOrigin,
  effectiveComponent,
  type RuntimeFiles,
  runningParts,
} from "../../validate/effective-components.ts";
import type { ClusterEntry, Origin } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";

export const seldonSinglePod = defineRule({
  code: "seldon/single-pod",
  severity: "warning",
  over: "inventory",
  summary: "On the last environment, only one pod runs a Seldon component of which several pods can run.",
  docs: {
    why: "All requests pass Envoy, and all requests to pipelines pass the gateways and the dataflow engine. If the node of the only pod fails, Kubernetes replaces the pod only after about five minutes, and no model answers requests until then. A drain of the node also interrupts requests. The last environment is the environment of the last cluster in the order of promotion.",
    invalid: `
servers: { mlserver: { template: mlserver } }
seldon: { components: { envoy: { replicas: 1 } } }
`,
    valid: `
servers: { mlserver: { template: mlserver } }
seldon: { components: { envoy: { replicas: 2 } } }
`,
    fix: "Set replicas to 2 or more under seldon.components in the cluster's file, or in platform.yaml for all clusters. Tenantry then spreads the pods over nodes and generates a PodDisruptionBudget.",
  },
  *check({ clusters }) {
    const last = clusters.at(-1)?.spec.environment;
    for (const cluster of clusters.filter(({ spec }) => spec.environment === last)) {
      const { component } = seldonOf(cluster);
      const pods = runtimesOn(cluster).flatMap(singlePods);
      for (const found of Map.groupBy(pods, ({ place }) => place).values()) {
        const [first] = found;
        if (first === undefined) continue;
        const parts = [...new Set(found.map(({ part }) => part))];
        yield {
          at: locate(first.origin.source, first.origin.path, "key"),
          message: `only one pod of ${joinNames(parts.map((part) => component[part]))} on ${cluster.name}: requests fail while its node is down`,
          hint: `Set replicas: 2 for ${joinNames(parts.map((part) => chartSections[part]))} under seldon.components.`,
          cluster: cluster.name,
        };
      }
    }
  },
});

interface Runtime {
  readonly files: RuntimeFiles;
  readonly streams: boolean;
}

/** The runtime of each tenant, or the runtime that all tenants share. */
function runtimesOn(cluster: ClusterEntry): readonly Runtime[] {
  const tenants = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  if (patterns[cluster.spec.seldon.pattern].runtime === "tenant")
    return tenants.map((tenant) => ({ files: { cluster, tenant }, streams: runsPipelines(tenant) }));
  return tenants.length === 0 ? [] : [{ files: { cluster }, streams: tenants.some(runsPipelines) }];
}

interface SinglePod {
  readonly part: RunningComponent;
  readonly origin: Origin;
  readonly place: string;
}

/** The components of a runtime with one pod, although several can run, and the place where a file sets or can set replicas. */
function singlePods({ files, streams }: Runtime): readonly SinglePod[] {
  const { cluster } = files;
  return runningParts(streams).flatMap((part) => {
    if (seldonOf(cluster).sharing[part] === "one" || effectiveComponent(files, part).replicas > 1) return [];
    const origin = componentOrigin(files, part, "replicas") ?? cluster.at("seldon", "components");
    return [{ part, origin, place: `${origin.source.file} ${origin.path.join("/")}` }];
  });
}
