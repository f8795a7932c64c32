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
  summary: "A tenant has a Service of type ExternalName that is not an alias of the shared runtime.",
  docs: {
    why: "The cluster's DNS resolves a Service of type ExternalName to the name in spec.externalName, which can be any name. If a gateway routes to a Service of type ExternalName, the gateway can connect to another tenant's Service, to the API server or to the cloud's metadata address. The tenant's network policies do not apply to a connection that the gateway opens.",
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
    fix: "Call the target by its own name. To allow the connection, list the target under network in the tenant file.",
    pattern: "enhanced",
  },
  inCluster: [
    {
      policy: servicePolicies,
      compliesWhen:
        'variables.type != "ExternalName" || (dyn(object).metadata.name + "=" + dyn(object).spec.?externalName.orValue("")) in variables.aliases',
      message:
        '"ExternalName " + dyn(object).spec.?externalName.orValue("") + " is not allowed: a gateway that routes to this Service would connect to that name. Call the target by its own name."',
    },
  ],
  *check(service, manifestSet) {
    if (textAt(service.object, "spec", "type") !== "ExternalName") return;
    if (tenantOf(manifestSet, service.namespace) === undefined) return;
    const target = textAt(service.object, "spec", "externalName") ?? "";
    if (aliasesAround(manifestSet).some(({ name, of }) => name === service.name && of === target)) return;
    yield {
      at: service.at(["spec", "externalName"], "value"),
      message: `ExternalName ${target.slice(0, 80)} of Service ${service.name} is not allowed: it is not an alias of the shared runtime`,
      hint: "Remove the Service, and call the target by its own name.",
    };
  },
});

function aliasesAround({ context: { platform, cluster } }: ManifestSet): readonly Alias[] {
  if (platform === undefined || cluster === undefined) return [];
  return sharedAliases(clusterScope(cluster));
}
