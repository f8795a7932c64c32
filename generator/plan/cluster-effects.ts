import { textAt } from "../evaluate/manifests/reading.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { whyAnnotation } from "../models/marks.ts";
import { nanos, parseQuantity } from "../models/quantity.ts";
import { isDeclaredByTenant } from "../patterns/flow.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";
import { changedFields } from "./fields.ts";
import { gainedCluster, lostCluster } from "./placement-effects.ts";

const meshLabels = ["istio-injection", "istio.io/rev", "istio.io/dataplane-mode"] as const;

/** The label of Istio's mode without sidecars, which changes running pods. */
const withoutSidecars = "istio.io/dataplane-mode";

/** The effect of another enforced pod security level. */
export const newLevel = "Running pods stay. New pods must meet the new pod security level";

export function namespaceEffects(
  { verb, before, after, ref }: Change,
  context: EffectContext,
): readonly EffectDescription[] {
  if (verb === "create") return gainedCluster(ref.name, context);
  if (verb === "delete")
    return [
      ...lostCluster(ref.name, context),
      {
        message: "The namespace and everything in it stay in the cluster: Argo CD never deletes a namespace.",
        traffic: "none",
      },
    ];
  if (verb === "move")
    return [
      {
        message:
          "The namespace does not change, but another Application will manage the namespace. The sync of an Application fails while an object of the Application has the tracking annotation of another Application. Remove the tracking annotation after you merge this commit.",
        traffic: "none",
        command: `annotate namespace ${ref.name} ${trackingAnnotation}-`,
      },
    ];
  if (verb !== "change") return [];
  const label = (object: RawMap | undefined, key: string): unknown => valueAt(object, ["metadata", "labels", key]);
  const mesh = meshLabels.filter((key) => label(before, key) !== label(after, key));
  const effects: EffectDescription[] = [];
  if (mesh.length > 0 && mesh.every((key) => key === withoutSidecars)) {
    effects.push({
      message: `The label ${withoutSidecars} changes. All pods of the namespace, also running pods, ${label(after, withoutSidecars) === "ambient" ? "join" : "leave"} the mesh at once, and open connections may be closed.`,
      traffic: "brief",
    });
  } else if (mesh.length > 0) {
    effects.push({
      message: `Labels of the service mesh change (${mesh.join(", ")}). An existing pod gets or loses its mesh proxy only when the pod is recreated. Until all pods are recreated, only some pods of the namespace use the mesh. Delete the pods, and delete the pods of Servers last.`,
      traffic: "brief",
      command: `delete pods --all --namespace ${ref.name}`,
    });
  }
  const key = "pod-security.kubernetes.io/enforce";
  if (label(before, key) !== label(after, key)) {
    effects.push({
      message: `The namespace enforces pod security level ${label(after, key)} instead of ${label(before, key)}. ${newLevel}.`,
      traffic: "none",
      podSecurity: true,
    });
  }
  return effects;
}

/** The effect of a quota below the current usage. */
export const lowerQuota =
  "Running pods stay, even if the usage exceeds the quota. While the usage exceeds the quota, the API server rejects new pods, including pods that replace deleted pods";

export function quotaEffects({ verb, before, after, ref }: Change): readonly EffectDescription[] {
  if (verb !== "change") return [];
  const hard = (object: RawMap | undefined): RawMap => {
    const value = valueAt(object, ["spec", "hard"]);
    return isMap(value) ? value : {};
  };
  const keys = [...new Set([...Object.keys(hard(before)), ...Object.keys(hard(after))])].sort();
  const lines = keys
    .filter((key) => hard(before)[key] !== hard(after)[key])
    .map((key) => `${key}: ${hard(before)[key] ?? "unlimited"} → ${hard(after)[key] ?? "unlimited"}`);
  if (lines.length === 0) return [];
  return [
    {
      message: `${lines.join("; ")}. ${lowerQuota}. Check the current usage before you lower the quota.`,
      traffic: "none",
      command: `describe resourcequota ${ref.name} --namespace ${ref.namespace}`,
    },
  ];
}

export function limitRangeEffects({ verb }: Change): readonly EffectDescription[] {
  return verb === "change"
    ? [{ message: "Running containers keep their limits. New containers get the new limits.", traffic: "none" }]
    : [];
}

export function claimEffects({ verb, before, after }: Change): readonly EffectDescription[] {
  if (verb === "delete")
    return [
      {
        message: "The volume claim and its data stay in the cluster: Argo CD never deletes a volume claim.",
        traffic: "none",
        risk: "high",
      },
    ];
  if (verb !== "change") return [];
  const others = changedFields(before, after).filter((field) => field !== "resources");
  const [old, fresh] = [before, after].map((object) => {
    const size = parseQuantity(String(valueAt(object, ["spec", "resources", "requests", "storage"])));
    return size === undefined ? 0n : nanos(size);
  });
  if (old !== undefined && fresh !== undefined && fresh < old) {
    return [
      { message: "A volume cannot shrink: the API server rejects a smaller size.", traffic: "none", blocks: true },
    ];
  }
  return others.length === 0
    ? [{ message: "The volume grows if its storage class allows it. A volume cannot shrink.", traffic: "none" }]
    : [
        {
          message: `Immutable fields of the volume claim change (${others.join(", ")}): the API server rejects the change. Give the new volume claim another name.`,
          traffic: "none",
          blocks: true,
        },
      ];
}

/**
 * A declared connection is closed. Connections that Seldon's components need are created and deleted with these components,
 * and their effects include them.
 */
export function policyEffects({ verb, before, ref }: Change): readonly EffectDescription[] {
  if (verb !== "delete" || !isDeclaredByTenant(before)) return [];
  const why = textAt(before, "metadata", "annotations", whyAnnotation) ?? ref.name;
  return [
    {
      message: `The network plug-in denies new connections for this purpose: ${why}. Clients that still open such connections wait and then fail. Whether open connections end depends on the network plug-in.`,
      traffic: "down",
    },
  ];
}
