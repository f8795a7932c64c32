import { generatePlatform } from "../../generate/generate-platform.ts";
import { namespaceObject } from "../../generate/namespace.ts";
import { clusterScope, tenantScope } from "../../generate/scope.ts";
import type { ComponentUse } from "../../layout/overlay.ts";
import type { UnitLayout } from "../../layout/unit-layout.ts";
import type { ComponentFolder } from "../../load/load-repository.ts";
import { memoize } from "../../load/memoize.ts";
import { type KubernetesObject, objectIdentity } from "../../models/kubernetes-object.ts";
import type { RenderedOverlay } from "../../render/rendered.ts";
import type { ClusterEntry, Origin } from "../../validate/inventory.ts";
import type { LabelMap } from "../../validate/label-selector.ts";
import { generatedAt, kindOf, type Manifest, manifestOf } from "./manifest.ts";
import { type ManifestContext, ManifestSet } from "./manifest-set.ts";
import { readManifests } from "./read-manifests.ts";

/** The objects of one unit on its cluster: its Applications, and everything that they deploy. */
export function unitManifests(
  layout: UnitLayout,
  rendered: ReadonlyMap<string, RenderedOverlay>,
  context: ManifestContext,
): ManifestSet {
  const tenant = context.tenant?.name;
  const owned = layout.overlays.flatMap(({ application, components, objects }) => {
    const overlay = rendered.get(application);
    if (overlay === undefined) throw new Error(`${application} was not rendered`);
    const generated = new Map(
      components.length === 0 ? [] : objects.map((object) => [objectIdentity(object.object), object.object]),
    );
    return overlay.objects.map(({ object, origin, file }) => {
      const written = writtenBy(object, origin, components);
      return manifestOf(object, written?.at ?? generatedAt(origin), {
        application,
        tenant,
        file,
        handWritten: components.some((use) => use.origin === origin),
        before: generated.get(objectIdentity(object)) ?? written?.object,
      });
    });
  });
  const applications = layout.objects.map(({ object, origin, file }) =>
    manifestOf(object, generatedAt(origin), { tenant, file, handWritten: false }),
  );
  return new ManifestSet([...owned, ...applications], context);
}

/** Every known namespace of a cluster, by name: generated namespaces, and those that the input only names. */
export function namespaceLabelsOn(cluster: ClusterEntry): ReadonlyMap<string, LabelMap> {
  const { platform, spec } = cluster;
  const named = [
    "default",
    "kube-system",
    spec.argoCD.namespace,
    spec.network.dns.namespace,
    spec.prometheus.namespace,
    platform.spec.seldon.namespace,
    ...Object.values(platform.spec.services).map((service) => service.namespace),
  ];
  const made = [
    ...generatePlatform(clusterScope(cluster)).namespaces,
    ...cluster.tenants.flatMap((tenant) => namespaceObject(tenantScope(cluster, tenant))),
  ];
  return new Map([
    ...named.map((name): [string, LabelMap] => [name, {}]),
    ...made.map(({ object }): [string, LabelMap] => [object.metadata?.name ?? "", object.metadata?.labels ?? {}]),
  ]);
}

/** An object of a component, as written in one of the component's files. */
function writtenBy(object: KubernetesObject, origin: Origin, uses: readonly ComponentUse[]): Manifest | undefined {
  if (!uses.some((use) => use.origin === origin)) return undefined;
  const candidates = uses
    .flatMap(({ component }) => writtenIn(component))
    .filter(({ kind, name }) => kind === kindOf(object) && name === object.metadata?.name);
  return candidates.find(({ namespace }) => namespace === object.metadata?.namespace) ?? candidates[0];
}

const writtenIn = memoize(({ files }: ComponentFolder): readonly Manifest[] =>
  files.filter(({ file }) => file.endsWith(".yaml")).flatMap((source) => readManifests(source).manifests),
);
