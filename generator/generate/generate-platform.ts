import { compareStrings } from "../diagnostics/diagnostic.ts";
import { Namespace } from "../models/kubernetes-classes.ts";
import { environmentLabel, managedBy } from "../models/marks.ts";
import { platformParts } from "../models/platform-parts.ts";

import { seldonControlFlows } from "../patterns/control-flows.ts";
import { type Flow, operatorPods, podsOf } from "../patterns/flow.ts";
import { meshLabels } from "../patterns/mesh.ts";
import { runsPipelines, servesModels } from "../validate/effective.ts";
import { addonNamespaces } from "./generate-addon.ts";
import { meshedFlows } from "./mesh-flows.ts";
import { runtimeMonitors } from "./monitoring.ts";
import { withPinnedVersions } from "./namespace.ts";
import { policiesForFlows } from "./network.ts";
import { sharedRuntime } from "./runtime.ts";
import { apiServerFlow, callerFlows, dnsFlow, runtimeScraping, streamingFlows, tracingFlow } from "./runtime-flows.ts";
import { type ClusterScope, type Generated, sortedEntries } from "./scope.ts";
import { operatorSecrets } from "./secrets.ts";
import { runtimeRecipient } from "./share-recipient.ts";
import { secretCopies } from "./tenant-shares.ts";

/** The platform's own objects on one cluster, by the Application that owns them. Objects of charts are not included. */
export interface PlatformObjects {
  /** The namespaces of all other objects. */
  readonly namespaces: readonly Generated[];
  /** The objects around the operator in its namespace: policies, pull secrets and monitors. */
  readonly seldon: readonly Generated[];
  /** The runtime that all tenants share, if the pattern has one. */
  readonly [platformParts.runtime]: readonly Generated[];
}

export function generatePlatform(scope: ClusterScope): PlatformObjects {
  const recipient = runtimeRecipient(scope);
  const copies = recipient === undefined ? [] : secretCopies(recipient);
  return {
    namespaces: namespaces(scope),
    seldon: aroundSeldon(scope),
    [platformParts.runtime]: [...copies, ...sharedRuntime(scope)],
  };
}

function namespaces(scope: ClusterScope): readonly Generated[] {
  const all = [...platformNamespaces(scope), ...addonNamespaces(scope)];
  return all.sort((left, right) => compareStrings(left.object.metadata?.name ?? "", right.object.metadata?.name ?? ""));
}

function platformNamespaces({ platform, cluster }: ClusterScope): readonly Generated[] {
  return sortedEntries(platform.spec.namespaces).map(([name, { labels }]) => ({
    object: new Namespace({
      metadata: {
        name,
        labels: {
          ...withPinnedVersions(cluster, labels),
          ...meshLabels(cluster, name),
          ...managedBy,
          [environmentLabel]: cluster.spec.environment,
        },
      },
    }),
    origin: platform.at("namespaces", name),
    sync: { keep: true },
  }));
}

/** If no operator runs in Seldon's namespace, no other pod runs there. */
function aroundSeldon(scope: ClusterScope): readonly Generated[] {
  const { cluster, pattern } = scope;
  if (pattern.operator === "tenant") return [];
  const shared = pattern.runtime === "shared" ? cluster.tenants.filter(servesModels) : [];
  return [
    ...policiesForFlows(scope, seldonFlows(scope), cluster.at("seldon", "pattern")),
    ...operatorSecrets(scope),
    ...(shared.length > 0 ? runtimeMonitors(scope, shared, cluster.at("seldon", "pattern")) : []),
  ];
}

/** Every flow across the boundary of Seldon's namespace, sorted by name. */
export function seldonFlows({ platform, cluster, pattern, seldon }: ClusterScope): readonly Flow[] {
  const origin = cluster.at("seldon", "pattern");
  const shared = pattern.runtime === "shared" ? cluster.tenants.filter(servesModels) : [];
  const streams = shared.find(runsPipelines);
  const all = [
    ...dnsFlow(cluster, origin),
    apiServerFlow(
      cluster,
      "operator-to-api-server",
      "the operator reads and writes objects in the namespaces that it watches",
      operatorPods(seldon),
      origin,
    ),
    ...seldonControlFlows(pattern, seldon, cluster),
    ...(shared.length === 0
      ? []
      : [
          apiServerFlow(
            cluster,
            "scheduler-to-api-server",
            "the shared scheduler reads its configuration from the API server",
            podsOf(seldon, seldon.component.scheduler),
            origin,
          ),
          ...callerFlows(seldon, cluster, shared),
          ...runtimeScraping(seldon, cluster, shared, origin),
          ...tracingFlow(platform),
        ]),
    ...(streams === undefined ? [] : streamingFlows(seldon, platform, streams.at("pipelines"))),
  ];
  return meshedFlows(cluster, platform.spec.seldon.namespace, all, origin).toSorted((left, right) =>
    compareStrings(left.name, right.name),
  );
}
