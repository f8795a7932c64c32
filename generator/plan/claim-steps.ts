import { kubectlForClusters } from "../layout/kubectl-context.ts";
import { modelsVolume } from "../models/seldon/servers/inference-server.ts";
import { configNameOf, mostReplicas, serverConfigsOf } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { CommitStep } from "./commit-step.ts";
import type { Edit } from "./edit.ts";
import type { PlannedStep } from "./plan.ts";
import { serverStart, serverStop, syncDelay } from "./step-texts.ts";
import { modelsMet, nothingFound, onClusters } from "./verifications.ts";

/** A tenant whose Servers would need other volume claims, which a StatefulSet does not allow. */
interface ImmovableClaims {
  readonly cluster: string;
  readonly tenant: string;
  /** Servers whose claims would have to change. */
  readonly servers: readonly string[];
}

export function immovableClaims(steps: readonly PlannedStep[]): readonly ImmovableClaims[] {
  return steps.flatMap(({ effects }) =>
    effects.flatMap(({ cluster, tenant, claimsOf: servers }) =>
      tenant === undefined || servers === undefined ? [] : [{ cluster, tenant, servers }],
    ),
  );
}

/** A StatefulSet's claims are immutable: its Server is removed, a person deletes the claims, and the Server is added again. */
export function claimSteps(
  immovable: readonly ImmovableClaims[],
  clusters: readonly ClusterEntry[],
): readonly CommitStep[] {
  const places = [...new Map(immovable.map((item) => [`${item.cluster}/${item.tenant}`, item])).values()];
  const edits = (state: string | undefined): readonly Edit[] =>
    places.flatMap(({ cluster, tenant }) => {
      const entry = clusters.find(({ name }) => name === cluster)?.tenants.find(({ name }) => name === tenant);
      if (entry === undefined || state === undefined) return [];
      return [{ file: entry.at().source.file, path: ["spec", "clusters", cluster, "lifecycle"], value: state }];
    });
  const on = ({ cluster }: ImmovableClaims): readonly ClusterEntry[] => clusters.filter(({ name }) => name === cluster);
  const claims = places.map((place) => ({
    command: `${kubectlForClusters(on(place))} delete persistentvolumeclaims --namespace ${place.tenant} ${claimsOf(place, immovable, clusters).join(" ")}`,
    expect: `"deleted" for each volume claim${onClusters(on(place))}. Run this command only after all Servers are deleted. The volume claims contain only copies of artifacts, and Servers download the artifacts again`,
  }));
  return [
    {
      title: "Suspend the tenants and change their volume claims",
      why: "The volume claims of a StatefulSet are immutable, so the StatefulSet and its claims must be deleted. To avoid the interruption, add a second Server with its own ServerConfig and move the models to the new Server. A second Server needs more changes in the tenant file.",
      edits: edits("suspended"),
      takes: [syncDelay, serverStop],
      verify: [
        ...places.map((place) => nothingFound(on(place), `get servers,models --namespace ${place.tenant}`)),
        ...claims,
      ],
    },
    {
      title: "Serve again",
      why: "The new StatefulSet of the Server creates new volume claims.",
      edits: [],
      takes: [serverStart],
      verify: places.map((place) => ({
        command: `${kubectlForClusters(on(place))} wait models --all --for condition=Ready --timeout 15m --namespace ${place.tenant}`,
        expect: `${modelsMet}${onClusters(on(place))}`,
      })),
    },
  ];
}

/** Names of the claims that the StatefulSets of the tree created: `<type>-models-<server>-<replica>`. */
function claimsOf(
  { tenant, cluster }: ImmovableClaims,
  immovable: readonly ImmovableClaims[],
  clusters: readonly ClusterEntry[],
): readonly string[] {
  const servers = new Set(
    immovable
      .filter((candidate) => candidate.tenant === tenant && candidate.cluster === cluster)
      .flatMap((item) => item.servers),
  );
  const place = clusters.find(({ name }) => name === cluster);
  const entry = place?.tenants.find(({ name }) => name === tenant);
  if (place === undefined || entry === undefined) return [];
  const configs = serverConfigsOf(place.platform, entry);
  return Object.entries(entry.spec.servers).flatMap(([name, server]) => {
    const config = configs.get(configNameOf(server) ?? "");
    if (config === undefined || !servers.has(name)) return [];
    return Array.from(
      { length: mostReplicas(server) },
      (_, index) => `${modelsVolume(config.server)}-${name}-${index}`,
    );
  });
}
