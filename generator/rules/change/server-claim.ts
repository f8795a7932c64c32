import { isDeepStrictEqual } from "node:util";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Generated } from "../../generate/scope.ts";
import { isServing } from "../../validate/effective.ts";
import { firstWritten } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, generatedOf, inputLocation } from "./tenants.ts";

export const changeServerClaim = defineRule({
  code: "change/server-claim",
  severity: "error",
  over: "change",
  summary: "A change alters the volume claims of a running Server.",
  docs: {
    why: "Kubernetes does not allow changes to the volume claims of a StatefulSet. The API server would reject the operator's update of the StatefulSet, and the operator would retry indefinitely. After such a change, the operator would apply no other change of the Server.",
    invalid: `
serverConfigs: { own: { template: mlserver, storage: { size: 1Gi } } }
servers: { mlserver: { config: own } }
---
serverConfigs: { own: { template: mlserver, storage: { size: 2Gi } } }
servers: { mlserver: { config: own } }
`,
    valid: `
serverConfigs: { own: { template: mlserver, storage: { size: 1Gi } } }
servers: { mlserver: { config: own } }
---
serverConfigs: { own: { template: mlserver, storage: { size: 1Gi } }, large: { template: mlserver, storage: { size: 2Gi } } }
servers: { mlserver: { config: own }, mlserver-large: { config: large } }
`,
    fix: "Add a Server with the new claims, move the models to the new Server, and then remove the old Server. If the tenant can be unavailable for some time, you can instead drain the tenant in a separate change. After that, change the claims and make the tenant active again.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      if (!isServing(cluster.before, old) || !isServing(cluster.after, fresh)) continue;
      const were = claimsByServer(generatedOf(cluster.before, old));
      for (const [server, claims] of claimsByServer(generatedOf(cluster.after, fresh))) {
        const past = were.get(server);
        if (past === undefined || isDeepStrictEqual(past, claims)) continue;
        const config = fresh.spec.servers[server]?.config ?? "";
        yield {
          at: inputLocation(firstWritten(fresh, ["serverConfigs", config, "storage"], ["servers", server])),
          message: `change of the volume claims of Server ${server} on ${cluster.after.name} is not allowed: the API server rejects it`,
          hint: "Add a Server with the new claims, and move the models to the new Server.",
          cluster: cluster.after.name,
        };
      }
    }
  },
});

/** The volume claims of each Server as plain data, as Kubernetes compares them. */
function claimsByServer(generated: readonly Generated[]): ReadonlyMap<string, unknown> {
  const objects = generated.map(({ object }) => object);
  const configs = new Map(
    objects.filter(({ kind }) => kind === "ServerConfig").map((object) => [object.metadata?.name ?? "", object]),
  );
  return new Map(
    objects
      .filter(({ kind }) => kind === "Server")
      .map((server): [string, unknown] => {
        const config = configs.get(textAt(server, "spec", "serverConfig") ?? "");
        return [
          server.metadata?.name ?? "",
          JSON.parse(JSON.stringify(listAt(config, "spec", "volumeClaimTemplates"))),
        ];
      }),
  );
}
