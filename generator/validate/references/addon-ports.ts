import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { contractNames } from "../addons/contracts.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { providerOf } from "../addons/retire.ts";
import { type ClusterEntry, findingAt } from "../inventory.ts";

/** Connections to a contract whose add-on names no port: a policy without ports would allow all ports, so there is none. */
export function* neededPorts({ addons }: ClusterEntry, { name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  for (const [key, { to }] of Object.entries(spec.workloads))
    for (const [index, target] of to.entries()) {
      const contract = contractNames.find((candidate) => candidate === target);
      const provider = contract === undefined ? undefined : providerOf(addons, contract);
      if (contract === undefined || provider === undefined) continue;
      const facts = provider.spec.provides[contract];
      if (facts !== undefined && "port" in facts && facts.port !== undefined) continue;
      const message = codes["addons/needs"].messages.missingPort(name, contract, provider.name);
      const hint = `Set spec.provides.${contract}.port of ${provider.name}, or remove the connection.`;
      yield findingAt(at("workloads", key, "to", index), "addons/needs", message, hint);
    }
}
