import type { Inventory } from "../validate/inventory.ts";
import { tenantNamespaces, yamlMark } from "./names.ts";
import { template } from "./template.ts";

export const codeOwnersFile = ".github/CODEOWNERS";

/** Files of the platform that list tenants, so that one who comes or goes touches them: as GitHub's patterns. */
const sharedFiles = [
  "/clusters/*/applications/platform/application-seldon-operator.yaml",
  "/clusters/*/overlays/platform/policies/resources.yaml",
  "/clusters/*/overlays/platform/seldon/resources.yaml",
  "/clusters/*/overlays/platform/seldon-runtime/resources.yaml",
  `/clusters/*/overlays/${tenantNamespaces}/`,
  "/clusters/*/rendered/platform/policies/configmap-tenantry-policies.yaml",
  "/clusters/*/rendered/platform/seldon/networkpolicy-*.yaml",
  "/clusters/*/rendered/platform/seldon-runtime/networkpolicy-*.yaml",
  `/clusters/*/rendered/${tenantNamespaces}/`,
] as const;

const render = template<object>("code-owners.hbs");

/**
 * GitHub's CODEOWNERS. A line without an owner asks nobody: those are held to what the generator writes instead.
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeOwners({ platform, clusters }: Inventory): string {
  const owners = new Map<string, string>(
    clusters.flatMap(({ tenants }) => tenants.map(({ name, spec }) => [name, spec.owner.github])),
  );
  const tenants = [...owners.keys()].sort().map((name) => ({ name, github: owners.get(name) }));
  return yamlMark() + render({ platform: platform.spec.owner.github, tenants, shared: sharedFiles });
}
