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
  summary:
    "No Server has the replicas or the memory for a Model, in addition to the Models that fit on no other Server.",
  docs: {
    why: "The scheduler places a Model as a whole: on one Server, and on as many of its replicas as the Model requests. Each of these replicas must have the memory that the Model sets, out of the memory that the server's container requests plus the agent's overcommit. A Model that does not fit is never loaded, and its status does not show what is missing.",
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
    fix: "Give the Server more replicas, or its container a larger memory request. Or reduce the requests of the Model: minReplicas lets it start with fewer replicas.",
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
          message: `${model.name} fits on no Server: ${short.map(({ server, obstacle }) => `it needs ${amount(obstacle.kind, obstacle.needs)} but ${server} has ${amount(obstacle.kind, obstacle.has)}`).join(", ")}`,
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
          message: `${tooMuch(found)} on ${serversOf(found)}`,
          hint: `None of them fits on another Server. ${hints.memory}`,
          related: found.servers.slice(0, mostNames).flatMap((server) => serverAt(manifestSet, namespace, server)),
        };
      }
    }
  },
});

const hints = {
  memory:
    "A replica has the memory that its server container requests, plus the agent's overcommit (10 % if it sets none). For more capacity, raise resources.requests.memory of the Server's config, in a tenant's file under serverConfigs, or give the Server more replicas. A Server that has only a template needs an entry under serverConfigs first.",
  replicas:
    "In the tenant's file, raise replicas of the Server, or set minReplicas of the model so that it starts with fewer replicas.",
} as const;

/** The most names in one message. */
const mostNames = 6;

function tooMuch({ models, has, needs, size }: OverfullServer): string {
  const names = listText(
    models.map(({ name }) => name),
    mostNames,
  );
  return size === undefined
    ? `${names} need ${amount("memory", needs)} together, more than the ${amount("memory", has)}`
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
