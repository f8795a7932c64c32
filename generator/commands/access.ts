import { nearest, suggestion } from "../diagnostics/nearest.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import {
  type ArgoCDRole,
  accessDocument,
  argoCDRolesOf,
  type Held,
  heldBy,
  heldData,
} from "../gate/access/access-document.ts";
import { Authority } from "../gate/access/authority.ts";
import { seldonMade } from "../gate/access/seldon-made.ts";
import { nameOf, type Subject } from "../gate/access/subject.ts";
import { readManifests } from "../gate/manifests/read-manifests.ts";
import { markdown, plainText } from "../layout/document.ts";
import type { Overlay } from "../layout/overlay.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { layOut } from "../pipeline.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import type { Context, ExitCode } from "./context.ts";
import { readInventory, refused } from "./inventory.ts";

export type AccessForm = "text" | "json" | "markdown";

export interface AccessOptions {
  /** A tenant (who may do what there), or a subject (what it may do); everybody where left out. */
  readonly about: string | undefined;
  readonly clusters: readonly string[];
  readonly output: AccessForm;
}

/** Who may do what where, and what follows from it, out of the Roles and bindings that are generated. */
export function access(root: string, { about, clusters, output }: AccessOptions, context: Context): ExitCode {
  const validated = readInventory(root);
  if (!validated.ok) return refused(validated.diagnostics, output, context);
  const inventory = validated.value;
  const answers = clustersAsked(inventory, clusters)
    .map((cluster) => ({ cluster: cluster.name, ...answerOn(inventory, cluster, about) }))
    .filter(({ known }) => known);
  if (about !== undefined && answers.length === 0) throw nobody(inventory, clusters, about);
  const data = answers.map(({ cluster, namespace, held }) => ({
    version: 1,
    cluster,
    ...(namespace === undefined ? {} : { tenant: namespace }),
    subjects: held.map(heldData),
  }));
  const written = output === "markdown" ? markdown : plainText;
  if (output === "json") context.out(`${JSON.stringify(data, null, 2)}\n`);
  else for (const one of answers) context.out(written(accessDocument(one.cluster, one.namespace, one.held)));
  return 0;
}

interface Answer {
  /** Whether whoever was asked about is on this cluster. */
  readonly known: boolean;
  readonly namespace: string | undefined;
  readonly held: readonly Held[];
}

function answerOn(inventory: Inventory, cluster: ClusterEntry, about: string | undefined): Answer {
  const { authority, subjects, argoCD } = powersOn(inventory, cluster);
  const namespace = cluster.tenants.some(({ name }) => name === about) ? about : undefined;
  const asked =
    about === undefined || namespace !== undefined ? subjects : subjects.filter((one) => isCalled(one, about));
  const held = asked
    .map((subject) => heldBy(subject, authority, argoCD, namespace))
    .filter(({ subject, grants }) => about === undefined || grants.length > 0 || isCalled(subject, about));
  return { known: about === undefined || namespace !== undefined || asked.length > 0, namespace, held };
}

/** By name, an account also without its namespace, or as the API server calls it. */
function isCalled(subject: Subject, about: string): boolean {
  const { name, namespace } = subject;
  return [name, nameOf(subject), `system:serviceaccount:${namespace}:${name}`].includes(about);
}

interface Powers {
  readonly authority: Authority;
  readonly subjects: readonly Subject[];
  readonly argoCD: readonly ArgoCDRole[];
}

function powersOn(inventory: Inventory, cluster: ClusterEntry): Powers {
  const units = [{ cluster, tenant: undefined }, ...cluster.tenants.map((tenant) => ({ cluster, tenant }))];
  const objects: KubernetesObject[] = [];
  const argoCD: ArgoCDRole[] = [];
  for (const unit of units) {
    const { overlays, objects: ready } = layOut(inventory, unit);
    const generated = [...overlays.flatMap((overlay) => overlay.objects), ...ready];
    const plain = generated.map(({ object }): KubernetesObject => JSON.parse(JSON.stringify(object)));
    objects.push(...plain, ...overlays.flatMap(ofComponents));
    argoCD.push(...argoCDRolesOf(plain, unit.tenant?.name));
  }
  const authority = new Authority([...objects, ...seldonMade(objects)]);
  return { authority, subjects: authority.subjects(), argoCD };
}

/** What components make. Those that patch are rendered by kustomize, and not looked at here. */
function ofComponents({ components, componentNamespace }: Overlay): readonly KubernetesObject[] {
  return components
    .filter((use) => use.makesObjects)
    .flatMap(({ component }) => component.files.filter(({ file }) => file.endsWith(".yaml")))
    .flatMap((source) => readManifests(source).manifests)
    .map(({ object }) =>
      componentNamespace === undefined || object.kind.startsWith("Cluster")
        ? object
        : { ...object, metadata: { ...object.metadata, namespace: componentNamespace } },
    );
}

function clustersAsked({ clusters }: Inventory, names: readonly string[]): readonly ClusterEntry[] {
  const known = clusters.map(({ name }) => String(name));
  for (const name of names)
    if (!known.includes(name)) throw new UsageError(`there is no cluster ${name}`, suggestion(name, known));
  return clusters.filter(({ name }) => names.length === 0 || names.includes(name));
}

function nobody(inventory: Inventory, clusters: readonly string[], about: string): UsageError {
  const chosen = clustersAsked(inventory, clusters);
  const tenants = chosen.flatMap((cluster) => cluster.tenants.map(({ name }) => String(name)));
  const subjects = chosen.flatMap((cluster) => powersOn(inventory, cluster).subjects.map(nameOf));
  const meant = nearest(about, [...tenants, ...subjects]);
  return new UsageError(
    `there is no tenant and nobody bound to anything who is called ${about}`,
    meant === undefined ? suggestion(about, [...new Set(tenants)]) : `Did you mean ${meant}?`,
  );
}
