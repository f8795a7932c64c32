import type { Related } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { type OverfullServer, overfullServers } from "../../evaluate/seldon/overfull-servers.ts";
import { modelKind, serverKind } from "../../models/kinds.ts";
import { countText } from "../../text/counted.ts";
import { listText } from "../../text/listed.ts";
import { defineRule } from "../rule.ts";
import { placementsByNamespace } from "./servers.ts";

export const seldonModelDoesNotFit = defineRule({
  code: "seldon/model-does-not-fit",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "No Server has enough replicas or memory for a Model together with the Models that fit only on that Server.",
  docs: {
    why: "The scheduler places all replicas of a Model on one Server, each on a different replica of that Server. Each Server replica that gets a replica of the Model must have the memory that the Model sets. The memory of a Server replica is the memory request of the inference server's container plus the agent's overcommit. Seldon never loads a Model that does not fit, and the Model's status does not contain the cause.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, capabilities: [sklearn], replicas: 1 }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn], replicas: 2 }
`,
    valid: replaced("replicas: 1", "replicas: 2"),
    fix: "Give the Server more replicas, or raise the memory request of the inference server's container. Alternatively, lower the memory or the replicas of the Model, or set minReplicas so that the Model can start with fewer replicas.",
  },
  *check(manifestSet) {
    for (const [namespace, { offers, models }] of placementsByNamespace(manifestSet)) {
      for (const { model, on, not } of models.values()) {
        const manifest = manifestSet.named(modelKind, namespace, model.name);
        if (manifest === undefined || on.length > 0) continue;
        const short = [...not].flatMap(([server, obstacle]) =>
          obstacle.kind === "replicas" || obstacle.kind === "memory" ? [{ server, obstacle }] : [],
        );
        const [first] = short;
        if (first === undefined) continue;
        yield {
          at: manifest.at(["spec", first.obstacle.kind], "value"),
          message: `missing capacity for Model ${model.name}: ${short.map(({ server, obstacle }) => `it needs ${amount(obstacle.kind, obstacle.needs)}, but Server ${server} has ${amount(obstacle.kind, obstacle.has)}`).join(", ")}`,
          hint: hints[first.obstacle.kind],
          related: serverAt(manifestSet, namespace, first.server),
        };
      }
      // The models of a folder are not necessarily deployed together.
      if (manifestSet.isPartial && manifestSet.context.folder?.together !== true) continue;
      for (const found of overfullServers(offers, [...models.values()])) {
        const last = manifestSet.named(modelKind, namespace, found.models.at(-1)?.name ?? "");
        if (last === undefined) continue;
        yield {
          at: last.at(["spec", "memory"], "value"),
          message: `too many Models on ${serversOf(found)}: ${tooMuch(found)}`,
          hint: `The named Models fit on no other Server. ${hints.memory}`,
          related: found.servers.slice(0, mostNames).flatMap((server) => serverAt(manifestSet, namespace, server)),
        };
      }
    }
  },
});

const hints = {
  memory:
    "The memory of a Server replica is the memory request of the inference server's container plus the agent's overcommit (default: 10 %). For more capacity, raise resources.requests.memory of the Server's config under serverConfigs in the tenant's file, or give the Server more replicas. If the Server has only a template, first add an entry under serverConfigs.",
  replicas:
    "In the tenant's file, raise replicas of the Server, or set minReplicas of the Model so that the Model can start with fewer replicas.",
} as const;

/** The most names in one message. */
const mostNames = 6;

function tooMuch({ models, has, needs, size }: OverfullServer): string {
  const names = listText(
    models.map(({ name }) => name),
    mostNames,
  );
  return size === undefined
    ? `${names} need ${amount("memory", needs)} together, but only ${amount("memory", has)} is available`
    : `${names} have ${needs} replicas of at least ${amount("memory", size)}, but only ${has} fit`;
}

function serversOf({ servers }: OverfullServer): string {
  return `Server${servers.length === 1 ? "" : "s"} ${listText(servers, mostNames)}`;
}

function amount(kind: "replicas" | "memory", value: number | bigint): string {
  return kind === "memory" ? `${BigInt(value) >> 20n} MiB` : countText(Number(value), "replica");
}

function serverAt(manifestSet: ManifestSet, namespace: string, name: string): readonly Related[] {
  const server = manifestSet.named(serverKind, namespace, name);
  return server === undefined ? [] : [{ at: server.at(["spec", "replicas"]), message: `Server ${name}` }];
}
