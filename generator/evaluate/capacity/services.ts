import type { SeldonNames } from "../../models/seldon/facts.ts";
import { valueAt } from "../../validate/merge.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { listAt, numberAt, textAt } from "../manifests/reading.ts";
import { seldonConfigOf } from "./seldon-config.ts";
import { countedResources, noUsage, type Usage } from "./usage.ts";

/** What a Service counts for beside itself: a load balancer takes a node port for each of its ports, unless it says that it needs none. */
export function serviceUsage({ object }: Manifest): Usage {
  const ports = listAt(object, "spec", "ports");
  const type = textAt(object, "spec", "type");
  if (type === "NodePort") return countedResources({ "services.nodeports": ports.length });
  if (type !== "LoadBalancer") return noUsage;
  const none = valueAt(object, ["spec", "allocateLoadBalancerNodePorts"]) === false;
  const nodePorts = none ? ports.filter((port) => numberAt(port, "nodePort") !== undefined).length : ports.length;
  return countedResources({ "services.loadbalancers": 1, "services.nodeports": nodePorts });
}

/** Services that the operator makes for a runtime, with their ports (2.9.1). */
function made({
  component,
  servicePorts,
}: SeldonNames): readonly { readonly override: string; readonly ports: number }[] {
  return [
    { override: component.scheduler, ports: servicePorts.scheduler },
    { override: component.envoy, ports: servicePorts.mesh },
  ];
}

/** Those two and one without an address of its own, for the pipeline gateway. */
export function runtimeServiceUsage(manifestSet: ManifestSet, runtime: Manifest): Usage {
  const services = made(manifestSet.seldon);
  const open = services.filter(({ override }) => typeOf(manifestSet, runtime, override) === "LoadBalancer");
  const reachable = services.filter(({ override }) =>
    ["LoadBalancer", "NodePort"].includes(typeOf(manifestSet, runtime, override)),
  );
  return countedResources({
    services: services.length + 1,
    "services.loadbalancers": open.length,
    "services.nodeports": reachable.reduce((all, { ports }) => all + ports, 0),
  });
}

/** An override without serviceType is ClusterIP, whatever is said elsewhere; the chart's own default may be any (2.9.1). */
function typeOf(manifestSet: ManifestSet, runtime: Manifest, override: string): string {
  const own = listAt(runtime.object, "spec", "overrides").find((candidate) => textAt(candidate, "name") === override);
  if (own !== undefined) return textAt(own, "serviceType") ?? "ClusterIP";
  const config = seldonConfigOf(manifestSet, runtime);
  return (
    textAt(runtime.object, "spec", "config", "serviceConfig", "serviceType") ??
    textAt(config?.object, "spec", "config", "serviceConfig", "serviceType") ??
    "ClusterIP"
  );
}
