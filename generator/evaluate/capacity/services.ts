import type { SeldonNames } from "../../models/seldon/facts.ts";
import { valueAt } from "../../validate/merge.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { listAt, numberAt, textAt } from "../manifests/reading.ts";
import { seldonConfigOf } from "./seldon-config.ts";
import { countedResources, noUsage, type Usage } from "./usage.ts";

/**
 * The usage that a quota counts for a Service in addition to the object. A load balancer uses a node port for each of its
 * ports, unless allocateLoadBalancerNodePorts is false.
 */
export function serviceUsage({ object }: Manifest): Usage {
  const ports = listAt(object, "spec", "ports");
  const type = textAt(object, "spec", "type");
  if (type === "NodePort") return countedResources({ "services.nodeports": ports.length });
  if (type !== "LoadBalancer") return noUsage;
  const onlyExplicit = valueAt(object, ["spec", "allocateLoadBalancerNodePorts"]) === false;
  const nodePorts = onlyExplicit
    ? ports.filter((port) => numberAt(port, "nodePort") !== undefined).length
    : ports.length;
  return countedResources({ "services.loadbalancers": 1, "services.nodeports": nodePorts });
}

/** Services that the operator creates for a runtime, with the number of their ports (2.9.1). */
function createdServices({
  component,
  servicePorts,
}: SeldonNames): readonly { readonly override: string; readonly ports: number }[] {
  return [
    { override: component.scheduler, ports: servicePorts.scheduler },
    { override: component.envoy, ports: servicePorts.mesh },
  ];
}

/** The usage of these two Services and of the headless Service of the pipeline gateway. */
export function runtimeServiceUsage(manifestSet: ManifestSet, runtime: Manifest): Usage {
  const services = createdServices(manifestSet.seldon);
  const open = services.filter(({ override }) => serviceType(manifestSet, runtime, override) === "LoadBalancer");
  const reachable = services.filter(({ override }) =>
    ["LoadBalancer", "NodePort"].includes(serviceType(manifestSet, runtime, override)),
  );
  return countedResources({
    services: services.length + 1,
    "services.loadbalancers": open.length,
    "services.nodeports": reachable.reduce((all, { ports }) => all + ports, 0),
  });
}

/**
 * The type of a component's Service (2.9.1). An override without serviceType is ClusterIP, regardless of the other settings.
 * The chart can set any default.
 */
function serviceType(manifestSet: ManifestSet, runtime: Manifest, override: string): string {
  const overrides = listAt(runtime.object, "spec", "overrides");
  const written = overrides.find((candidate) => textAt(candidate, "name") === override);
  if (written !== undefined) return textAt(written, "serviceType") ?? "ClusterIP";
  const config = seldonConfigOf(manifestSet, runtime);
  return (
    textAt(runtime.object, "spec", "config", "serviceConfig", "serviceType") ??
    textAt(config?.object, "spec", "config", "serviceConfig", "serviceType") ??
    "ClusterIP"
  );
}
