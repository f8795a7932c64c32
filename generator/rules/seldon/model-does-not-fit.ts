import type { Related } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { type OverfullServer, overfullServers } from "../../evaluate/seldon/overfull-servers.ts";
import { modelKind, serverKind } from "../../models/kinds.ts";
import { countText } from "../../text/counted.ts";
import { listText } from "../../text/listed.ts";
import { defineRule } from "../rule.ts";
import { placedModels } from "./servers.ts";

export const seldonModelDoesNotFit = defineRule({
  code: "seldon/model-does-not-fit",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "Some Server has the replicas and the memory for each Model, beside the Models that can go nowhere else.",
  docs: {
    why: "The scheduler places a Model whole: on one Server, on as many of its replicas as the Model asks for, each with the memory that it says, of what the server's container requests and the agent overcommits. What does not fit is never loaded, and its status does not say what is missing.",
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
    fix: "Give the Server more replicas, or its container a larger memory request; or ask for less: minReplicas lets a Model begin with fewer.",
  },
  *check(manifestSet) {
    for (const [namespace, { offers, models }] of placedModels(manifestSet)) {
      for (const { model, on, not } of models.values()) {
        const manifest = manifestSet.named(modelKind, namespace, model.name);
        if (manifest === undefined || on.length > 0) continue;
        const short = [...not].flatMap(([server, obstacle]) =>
          obstacle.kind === "replicas" || obstacle.kind === "memory" ? [{ server, one: obstacle }] : [],
        );
        const [first] = short;
        if (first === undefined) continue;
        yield {
          at: manifest.at(["spec", first.one.kind], "value"),
          message: `${model.name} fits on no Server: ${short.map(({ server, one }) => `it needs ${amount(one.kind, one.needs)}, and ${server} has ${amount(one.kind, one.has)}`).join("; ")}`,
          hint: hints[first.one.kind],
          related: serverAt(manifestSet, namespace, first.server),
        };
      }
      // Of a folder nobody says that all its models are to be there at once.
      if (manifestSet.isPartial && manifestSet.context.folder?.together !== true) continue;
      for (const found of overfullServers(offers, [...models.values()])) {
        const last = manifestSet.named(modelKind, namespace, found.models.at(-1)?.name ?? "");
        if (last === undefined) continue;
        yield {
          at: last.at(["spec", "memory"], "value"),
          message: `${tooMuch(found)} on ${serversOf(found)}`,
          hint: `None of them can go anywhere else. ${hints.memory}`,
          related: found.servers.slice(0, mostNames).flatMap((server) => serverAt(manifestSet, namespace, server)),
        };
      }
    }
  },
});

const hints = {
  memory:
    "A replica holds the memory that its server container requests, and what the agent overcommits (10 % where it does not say). For more room raise resources.requests.memory of the Server's config, in a tenant's file under serverConfigs (a Server with only a template needs one there first), or give the Server more replicas.",
  replicas: "In a tenant's file: replicas of the Server; or minReplicas of the model, with which it begins on fewer.",
} as const;

/** Nobody reads more names than these. */
const mostNames = 6;

function tooMuch({ models, has, needs, size }: OverfullServer): string {
  const names = listText(
    models.map(({ name }) => name),
    mostNames,
  );
  return size === undefined
    ? `${names} need ${amount("memory", needs)} together, of ${amount("memory", has)}`
    : `${names} have ${needs} replicas of ${amount("memory", size)} or more, and ${has} find room`;
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
