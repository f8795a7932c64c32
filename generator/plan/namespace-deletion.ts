import { stopIf } from "../layout/kubectl-context.ts";
import { trackingAnnotation } from "../layout/sync.ts";

/** The kinds that Seldon must delete before their namespace: their finalizers wait for the operator. */
export const seldonKinds = "servers,models,pipelines,experiments,seldonruntimes";

const tracking = `.metadata.annotations.${trackingAnnotation.replaceAll(".", "\\.")}`;

/** A template of kubectl: a line for each namespace, with the Application that tracks it and its name. */
export const trackedBy = `{range .items[*]}{${tracking}} {.metadata.name}{"\\n"}{end}`;

/** The same for one namespace. */
export const trackedByOne = `{${tracking}} {.metadata.name}`;

/** Stops if a line of a shell variable, in the form of the templates, belongs to another cluster. */
export function stopOnOtherCluster(variable: string, clusters: readonly string[]): readonly string[] {
  const own = clusters.map((name) => `-e '^${name}[.]'`).join(" ");
  return stopIf(`echo "$${variable}" | grep --invert-match -e '^$' ${own}`, "wrong cluster");
}

/** The users that the policy tenantry-namespaces allows to delete a tenant's namespace (admission/writer.ts). */
export const whoDeletesNamespaces =
  "The admission policy tenantry-namespaces allows only Argo CD, members of system:masters, and members of the groups in administrators of platform.yaml to delete the namespace of a tenant.";
