import { type ConnectionAnswer, connectionAnswer } from "../evaluate/network/answer.ts";
import { clusterEndpoints } from "../evaluate/network/endpoints.ts";
import type { Network, PodEndpoint } from "../evaluate/network/reach.ts";
import { evaluatedEdge } from "../evaluate/routes/cluster-edge.ts";
import { exposures } from "../evaluate/routes/exposures.ts";
import { outsideAnswers } from "../evaluate/routes/outside-answers.ts";
import { unevaluatedParts, unevaluatedText } from "../evaluate/routes/unevaluated.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { type Edge, edgeOf } from "../patterns/edge.ts";
import type { AddressAnswers } from "../report/reach-address-document.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import type { Workload } from "../validate/addons/workload.ts";
import { lifecycleOf } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { RequestedAddress } from "./reach-address.ts";

/**
 * The answers of one cluster. Undefined if the cluster has no edge.
 * @param objects All objects of the edge and of the tenants on the cluster.
 */
export function addressAnswers(
  cluster: ClusterEntry,
  network: Network,
  objects: readonly KubernetesObject[],
  address: RequestedAddress,
): AddressAnswers | undefined {
  const edge = edgeOf(cluster);
  const evaluated = evaluatedEdge(cluster);
  if (edge === undefined || evaluated === undefined) return undefined;
  const answers = outsideAnswers(objects, evaluated, address);
  const namespaces = [...new Set(answers.flatMap(({ backend }) => backend?.namespace ?? []))];
  return {
    cluster: cluster.name,
    edge: edge.name,
    address: address.text,
    suspended: cluster.tenants
      .filter((tenant) => namespaces.includes(tenant.name) && lifecycleOf(cluster, tenant) === "suspended")
      .map(({ name }) => name),
    open: exposures(objects, evaluated)
      .filter(({ host }) => host === address.host.replace(/:[0-9]+$/, "").toLowerCase())
      .map(({ method = "POST", protocol, host, path }) => ({ method, protocol, address: `https://${host}${path}` })),
    edgeAddress: edge.address,
    answers,
    connections: namespaces.flatMap((namespace) => connections(cluster, edge, network, namespace)),
    left: unevaluatedParts(objects, evaluated).map(unevaluatedText),
  };
}

/** The connections between the pods that a request passes. */
function connections(
  cluster: ClusterEntry,
  { gateway, ingress }: Edge,
  network: Network,
  namespace: string,
): readonly ConnectionAnswer[] {
  const endpoints = clusterEndpoints(cluster);
  const podsOf = ({ spec }: AddonEntry, workload: Workload): readonly PodEndpoint[] =>
    Object.keys(spec.workloads).flatMap((name) => {
      const pod = spec.workloads[name] === workload ? endpoints.addons.get(`${workload.namespace}/${name}`) : undefined;
      return pod === undefined ? [] : [pod];
    });
  const envoys = [...(endpoints.tenants.get(namespace) ?? []), ...endpoints.others].filter(
    (endpoint): endpoint is PodEndpoint =>
      endpoint.kind === "pod" &&
      endpoint.namespace === namespace &&
      "component" in endpoint.id &&
      endpoint.id.component === "envoy",
  );
  const gateways = podsOf(gateway.addon, gateway.workload);
  const pairs = (from: readonly PodEndpoint[], to: readonly PodEndpoint[], port: number): readonly ConnectionAnswer[] =>
    from.flatMap((source) => to.map((target) => connectionAnswer(network, source, target, { port, protocol: "TCP" })));
  return [
    ...(ingress === undefined ? [] : pairs(podsOf(ingress.addon, ingress.workload), gateways, gateway.behind)),
    ...pairs(gateways, envoys, 9000),
  ];
}
