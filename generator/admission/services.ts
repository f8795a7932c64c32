import { type AdmissionPolicy, celList, changeOperations, writeOperations } from "./policy.ts";

/** CEL: a MetalLB annotation of a Service. MetalLB reads both prefixes, the new one first. */
function annotation(name: string): string {
  const at = (prefix: string): string => `dyn(object).metadata.?annotations[?"${prefix}/${name}"]`;
  return `${at("metallb.io")}.or(${at("metallb.universe.tf")}).orValue("")`;
}

export const servicePolicies: AdmissionPolicy = {
  name: "services",
  scope: "Namespaced",
  matches: [{ group: "", resources: ["services"], operations: writeOperations }],
  conditions: changeOperations,
  variables: {
    type: 'dyn(object).spec.?type.orValue("ClusterIP")',
    aliases: celList("aliases"),
    pools: celList("loadBalancers"),
    pool: annotation("address-pool"),
    class: 'dyn(object).spec.?loadBalancerClass.orValue("metallb")',
    addresses: `(${annotation("loadBalancerIPs")}.split(",").map(one, one.trim()) + [dyn(object).spec.?loadBalancerIP.orValue("")])
.filter(one, one != "")`,
    networks: `variables.pools.filter(one, variables.pool == "" || one.split(" ")[0] == variables.pool)
.map(one, one.split(" ")[1])`,
  },
};
