import { servicePolicies } from "../../admission/services.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { type Alias, sharedAliases } from "../../generate/runtime-stubs.ts";
import { clusterScope } from "../../generate/scope.ts";
import { defineRule } from "../rule.ts";

export const networkExternalName = defineRule({
  code: "network/external-name",
  severity: "error",
  over: "object",
  kinds: ["Service"],
  summary: "No Service of a tenant is a name for something else, but for those that a shared runtime is found by.",
  docs: {
    why: "A Service of type ExternalName has the cluster's DNS answer with any name at all, and an ingress or gateway that routes to it goes there with its own rights: to another tenant's Service, to the API server, to the cloud's metadata. No network policy of the tenant is asked, because the caller is the gateway.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: features, namespace: churn }
spec: { type: ExternalName, externalName: features.pricing.svc.cluster.local }
`,
    valid: `
apiVersion: v1
kind: Service
metadata: { name: seldon-mesh, namespace: churn }
spec: { type: ExternalName, externalName: seldon-mesh.seldon-system.svc.cluster.local }
`,
    fix: "Call it by its own name. To be let through, it stands under network in the tenant's file.",
    pattern: "enhanced",
  },
  inCluster: [
    {
      policy: servicePolicies,
      holds:
        'variables.type != "ExternalName" || (dyn(object).metadata.name + "=" + dyn(object).spec.?externalName.orValue("")) in variables.aliases',
      found: '"a name for " + dyn(object).spec.?externalName.orValue("")',
    },
  ],
  *check(service, manifestSet) {
    if (textAt(service.object, "spec", "type") !== "ExternalName") return;
    if (tenantOf(manifestSet, service.namespace) === undefined) return;
    const target = textAt(service.object, "spec", "externalName") ?? "";
    if (aliasesAround(manifestSet).some(({ name, of }) => name === service.name && of === target)) return;
    yield {
      at: service.at(["spec", "externalName"], "value"),
      message: `Service ${service.name} is a name for ${target.slice(0, 80)}`,
      hint: "Call it by that name instead.",
    };
  },
});

function aliasesAround({ context: { platform, cluster } }: ManifestSet): readonly Alias[] {
  if (platform === undefined || cluster === undefined) return [];
  return sharedAliases(clusterScope(platform, cluster));
}
