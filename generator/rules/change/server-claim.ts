import { isDeepStrictEqual } from "node:util";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Generated } from "../../generate/scope.ts";
import { isServing } from "../../validate/effective.ts";
import { firstWritten } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, generatedOf, tenantOrigin } from "./tenants.ts";

export const changeServerClaim = defineRule({
  code: "change/server-claim",
  severity: "error",
  over: "change",
  summary: "The volume claims of a Server that runs do not change.",
  docs: {
    why: "The claims of a StatefulSet cannot be changed. The operator would try to, be refused, and try again for ever; nothing else of the Server would change any more either.",
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
    fix: "Add a Server with the claims that are wanted, move the models to it, then take the old one away. Where all of the tenant may pause: drain it, merge, change, and start it again.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      if (!isServing(cluster.before, old) || !isServing(cluster.after, fresh)) continue;
      const were = claimsByServer(generatedOf(before, cluster.before, old));
      for (const [server, claims] of claimsByServer(generatedOf(after, cluster.after, fresh))) {
        const past = were.get(server);
        if (past === undefined || isDeepStrictEqual(past, claims)) continue;
        const config = fresh.spec.servers[server]?.config ?? "";
        yield {
          at: tenantOrigin(firstWritten(fresh, ["serverConfigs", config, "storage"], ["servers", server])),
          message: `the volume claims of Server ${server} would change on ${cluster.after.name}`,
          hint: "Add another Server, and move the models to it.",
          cluster: cluster.after.name,
        };
      }
    }
  },
});

/** As Kubernetes compares them: plain data. */
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
