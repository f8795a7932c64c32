import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import { defined, filled } from "../models/defined.ts";
import type { RunningComponent, SeldonNames } from "../models/seldon/facts.ts";
import type { EffectiveComponent } from "../validate/effective-components.ts";

/** A pull secret in the namespace of a runtime, and the registries that it gives access to. */
export interface PullSecret {
  readonly name: string;
  readonly registries: readonly string[];
}

/** The pull secrets for the registry of an image. */
export function secretsFor(secrets: readonly PullSecret[], image: string | undefined): readonly PullSecret[] {
  const host = image?.slice(0, image.indexOf("/")) ?? "";
  return secrets.filter(({ registries }) => registries.includes(host));
}

/**
 * The part of a component's pod spec that differs from Seldon's chart. Seldon's operator merges containers by name, amounts
 * by resource, and appends to all other lists (2.9.1). Undefined if nothing differs.
 */
export function componentPodSpec(
  seldon: SeldonNames,
  part: RunningComponent,
  { replicas, image, requests, limits }: EffectiveComponent,
  pullSecrets: readonly PullSecret[],
): Partial<IPodSpec> | undefined {
  const resources = filled(defined({ requests: filled(defined(requests)), limits: filled(defined(limits)) }));
  const container = defined({ image, resources });
  const spec = defined({
    imagePullSecrets: filled(pullSecrets.map(({ name }) => ({ name }))),
    containers: filled(container) && [{ name: seldon.container[part], ...container }],
    topologySpreadConstraints: replicas > 1 ? [onePodPerNode(seldon, part)] : undefined,
  });
  return filled(spec);
}

/**
 * Spreads the pods of each version over the nodes that can run them. Without the hash, the pods of the old version count, so
 * that both pods of the new version could run on one node. With `Honor`, a node that is being drained does not count.
 */
function onePodPerNode(
  { component, componentLabel }: SeldonNames,
  part: RunningComponent,
): NonNullable<IPodSpec["topologySpreadConstraints"]>[number] {
  return {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "DoNotSchedule",
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels: { [componentLabel]: component[part] } },
    matchLabelKeys: ["pod-template-hash"],
  };
}
