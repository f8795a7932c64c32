import { memoize } from "../../load/memoize.ts";
import { claimKind, externalSecretKind, groupKindOf, runtimeKind, serverKind } from "../../models/kinds.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { numberAt } from "../manifests/reading.ts";
import { scalersOf, targetKey } from "./autoscaling.ts";
import { claimsOf, claimUsage, ownClaims } from "./claims.ts";
import { type CountedPod, countedPods, isOwned } from "./counted-pods.ts";
import { type DefaultedResources, podTotals } from "./pod-resources.ts";
import { needsSurge } from "./rollout.ts";
import { runtimeServiceUsage, serviceUsage } from "./services.ts";
import { canonicalKey, countedResources, countOf, multiply, noUsage, sumUsage, type Usage } from "./usage.ts";

/** An object or a pod that uses its namespace's quota. */
export interface Consumer {
  /** `Server mlserver`, `seldon-envoy`. */
  readonly what: string;
  readonly namespace: string;
  readonly by: Manifest;
  readonly usage: Usage;
  /** The usage of one more pod, if a new version can only start while the old one runs. */
  readonly surge: Usage;
}

/**
 * Everything that uses a namespace's quota, at its maximum: pods after defaulting, as many as autoscaling may create, with
 * their claims, and Services and other objects. Usage that no object specifies is missing, so actual usage is never less.
 */
export function consumersIn(manifestSet: ManifestSet, namespace: string): readonly Consumer[] {
  return consumersByNamespace(manifestSet).get(namespace) ?? [];
}

const consumersByNamespace = memoize((manifestSet: ManifestSet) =>
  Map.groupBy(consumers(manifestSet), (consumer) => consumer.namespace),
);

function* consumers(manifestSet: ManifestSet): Iterable<Consumer> {
  for (const pod of countedPods(manifestSet)) yield podConsumer(manifestSet, pod);
  const fallback = manifestSet.context.cluster?.spec.storageClasses.default;
  for (const claim of ownClaims(manifestSet)) {
    const { by, namespace, name } = claim;
    yield { what: `claim ${name}`, namespace, by, usage: claimUsage(claim, fallback), surge: noUsage };
  }
  for (const by of manifestSet.manifests) {
    const { namespace, name } = by;
    if (namespace === undefined || by.kind === "Pod" || by.kind === claimKind || isOwned(manifestSet, by)) continue;
    yield { what: `${by.object.kind} ${name}`, namespace, by, usage: objectUsage(manifestSet, by), surge: noUsage };
  }
}

function podConsumer(manifestSet: ManifestSet, pod: CountedPod): Consumer {
  const { what, namespace, by, source, containers = [] } = pod;
  const each = podUsage(containers);
  if (source === undefined) return { what, namespace, by, usage: each, surge: each };
  const scaler = scalersOf(manifestSet).get(targetKey(namespace, by));
  const most = [source.replicas, numberAt(by.object, "spec", "maxReplicas"), scaler?.max];
  const replicas = Math.max(...most.map(countOf));
  const fallback = manifestSet.context.cluster?.spec.storageClasses.default;
  const claims = claimsOf(manifestSet, source).map((claim) => claimUsage(claim, fallback));
  const usage = multiply(sumUsage([each, ...claims]), replicas);
  return { what, namespace, by, usage, surge: needsSurge(manifestSet.seldon, source, replicas) ? each : noUsage };
}

/** As quotas count it: requests of every resource, limits of the resources that can have limits. */
function podUsage(containers: readonly DefaultedResources[]): Usage {
  const limitable = ["cpu", "memory", "ephemeral-storage"];
  return new Map([
    ...countedResources({ pods: 1 }),
    ...[...podTotals(containers, "requests")].map(([resource, nanos]) => [`requests.${resource}`, nanos] as const),
    ...[...podTotals(containers, "limits")]
      .filter(([resource]) => limitable.includes(resource))
      .map(([resource, nanos]) => [`limits.${resource}`, nanos] as const),
  ]);
}

/** The usage of an object itself and of the objects that its controller creates for it, without pods and claims. */
function objectUsage(manifestSet: ManifestSet, by: Manifest): Usage {
  const object = countedResources({ [countKey(by)]: 1 });
  switch (by.kind) {
    case "Service":
      return sumUsage([object, serviceUsage(by)]);
    case externalSecretKind:
      return sumUsage([object, countedResources({ secrets: 1 })]);
    case runtimeKind:
      // seldon-agent, seldon-kafka and seldon-tracing (2.9.1).
      return sumUsage([object, runtimeServiceUsage(manifestSet, by), countedResources({ configmaps: 3 })]);
    case serverKind: {
      const replicas = ["replicas", "minReplicas", "maxReplicas"].map((key) => numberAt(by.object, "spec", key));
      const most = replicas.every((replica) => replica === undefined) ? 1 : Math.max(...replicas.map(countOf));
      return sumUsage([object, countedResources({ services: most })]);
    }
    default:
      return object;
  }
}

/** The quota key that counts objects of a kind. Forms the plural by the usual rule. */
function countKey(manifest: Manifest): string {
  const { group, kind } = groupKindOf(manifest.kind);
  const singular = kind.toLowerCase();
  const plural = singular.endsWith("s")
    ? `${singular}es`
    : singular.endsWith("y")
      ? `${singular.slice(0, -1)}ies`
      : `${singular}s`;
  return canonicalKey(group === "" ? `count/${plural}` : `count/${plural}.${group}`);
}
