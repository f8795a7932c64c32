import { Namespace } from "../models/kubernetes-classes.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { addonLabel, environmentLabel, managedBy } from "../models/marks.ts";
import { edgeOf } from "../patterns/edge.ts";
import { type FilledObject, filledAddon } from "../validate/addons/filled.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { isMap, type RawMap } from "../validate/merge.ts";
import { addonFlows } from "./addon-flows.ts";
import { addonLimits } from "./addon-limits.ts";
import { addonSecrets } from "./addon-secrets.ts";
import { withPinnedVersions } from "./namespace.ts";
import { policiesForFlows } from "./network.ts";
import { tokenValidation } from "./routes/authentication.ts";
import { type ClusterScope, type Generated, sortedEntries } from "./scope.ts";
import { runtimeRecipient } from "./share-recipient.ts";
import { shareObjects, sharesFrom } from "./tenant-shares.ts";

/** The objects of one add-on on one cluster, by Application, and the values of its charts. Objects of charts are not included. */
export interface AddonObjects {
  /** Network policies and limits of the add-on's namespaces. */
  readonly guardrails: readonly Generated[];
  readonly applications: ReadonlyMap<string, readonly Generated[]>;
  readonly values: ReadonlyMap<string, RawMap>;
  /** Objects in the add-on's namespaces for the runtime that all tenants share. */
  readonly runtime: readonly Generated[];
  /** The ExternalSecrets for the add-on's Secrets. */
  readonly secrets: readonly Generated[];
  /** The validation of tokens, if the add-on provides the gateway of the routes. */
  readonly tokens: readonly Generated[];
}

export function generateAddon(scope: ClusterScope, addon: AddonEntry): AddonObjects {
  const { values, objects } = filledAddon(scope.cluster, addon);
  return {
    guardrails: sortedEntries(addon.spec.namespaces).flatMap(([namespace]) => {
      const place = { namespace, labels: managedBy };
      const flows = addonFlows(scope, addon, namespace);
      return [
        ...policiesForFlows({ cluster: scope.cluster, place }, flows, addon.at("namespaces", namespace)),
        ...addonLimits(scope, addon, place),
      ];
    }),
    applications: new Map(
      [...objects].map(([application, filled]) => {
        const namespace = addon.spec.applications[application]?.namespace;
        return [application, filled.map((object) => inNamespace(object, namespace))];
      }),
    ),
    values,
    runtime: runtimeShare(scope, addon),
    secrets: addonSecrets(scope, addon),
    tokens: edgeOf(scope.cluster)?.gateway.addon === addon ? tokenValidation(scope) : [],
  };
}

function runtimeShare(scope: ClusterScope, addon: AddonEntry): readonly Generated[] {
  const recipient = runtimeRecipient(scope);
  return recipient === undefined ? [] : shareObjects(recipient, sharesFrom(addon, recipient));
}

/** The Namespaces of an add-on. They belong to the platform's Application of namespaces. */
export function addonNamespaces({ cluster }: ClusterScope): readonly Generated[] {
  return cluster.addons.flatMap(({ name: addon, spec, at }) =>
    sortedEntries(spec.namespaces).map(([name, { podSecurity, labels }]) => ({
      object: new Namespace({
        metadata: {
          name,
          labels: {
            ...labels,
            ...withPinnedVersions(cluster, {
              "pod-security.kubernetes.io/enforce": podSecurity,
              "pod-security.kubernetes.io/audit": podSecurity,
              "pod-security.kubernetes.io/warn": podSecurity,
            }),
            ...managedBy,
            [addonLabel]: addon,
            [environmentLabel]: cluster.spec.environment,
          },
        },
      }),
      origin: at("namespaces", name),
      sync: { keep: true },
    })),
  );
}

/** The object of a template, in the namespace of its Application and with the label of a generated object. */
function inNamespace({ object, origin }: FilledObject, namespace: string | undefined): Generated {
  const { apiVersion, kind, metadata, ...rest } = object;
  const written = isMap(metadata) ? metadata : {};
  const labels = isMap(written["labels"]) ? written["labels"] : {};
  const complete = {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: {
      ...written,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...labels, ...managedBy },
    },
    ...rest,
  };
  return { object: complete as KubernetesObject, origin };
}
