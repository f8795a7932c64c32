import { generatePlatform } from "../../generate/generate-platform.ts";
import { namespace } from "../../generate/namespace.ts";
import { clusterScope, tenantScope } from "../../generate/scope.ts";
import type { LaidOut } from "../../layout/laid-out.ts";
import type { ComponentUse } from "../../layout/overlay.ts";
import type { Component } from "../../load/load-repository.ts";
import { oncePer } from "../../load/once-per.ts";
import { identity, type KubernetesObject } from "../../models/kubernetes-object.ts";
import type { RenderedOverlay } from "../../render/rendered.ts";
import type { ClusterEntry, Origin, PlatformEntry } from "../../validate/inventory.ts";
import type { LabelMap } from "../network/selector.ts";
import { generatedAt, kindOf, type Manifest, manifestOf } from "./manifest.ts";
import { readManifests } from "./read-manifests.ts";
import { Scene, type Surroundings } from "./scene.ts";

/** What one unit will be on its cluster: all that its Applications hold, and they themselves. */
export function unitScene(
  laidOut: LaidOut,
  rendered: ReadonlyMap<string, RenderedOverlay>,
  around: Surroundings,
): Scene {
  const tenant = around.tenant?.name;
  const owned = laidOut.overlays.flatMap(({ application, components, objects }) => {
    const overlay = rendered.get(application);
    if (overlay === undefined) throw new Error(`${application} was not rendered`);
    const generated = new Map(components.length === 0 ? [] : objects.map((one) => [identity(one.object), one.object]));
    return overlay.objects.map(({ object, origin, file }) => {
      const written = writtenBy(object, origin, components);
      return manifestOf(object, written?.at ?? generatedAt(origin), {
        application,
        tenant,
        file,
        handWritten: components.some((use) => use.origin === origin),
        before: generated.get(identity(object)) ?? written?.object,
      });
    });
  });
  const own = laidOut.objects.map(({ object, origin, file }) =>
    manifestOf(object, generatedAt(origin), { tenant, file, handWritten: false }),
  );
  return new Scene([...owned, ...own], around);
}

/** Every namespace that is known to be on a cluster, by name: what we make, and what only its users named. */
export function namespacesOf(platform: PlatformEntry, cluster: ClusterEntry): ReadonlyMap<string, LabelMap> {
  const { spec } = cluster;
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
    ...generatePlatform(clusterScope(platform, cluster)).namespaces,
    ...cluster.tenants.flatMap((tenant) => namespace(tenantScope(platform, cluster, tenant))),
  ];
  return new Map([
    ...named.map((name): [string, LabelMap] => [name, {}]),
    ...made.map(({ object }): [string, LabelMap] => [object.metadata?.name ?? "", object.metadata?.labels ?? {}]),
  ]);
}

/** An object that a component made, as it stands in one of the component's files. */
function writtenBy(object: KubernetesObject, origin: Origin, uses: readonly ComponentUse[]): Manifest | undefined {
  if (!uses.some((use) => use.origin === origin)) return undefined;
  const found = uses
    .flatMap(({ component }) => writtenIn(component))
    .filter(({ kind, name }) => kind === kindOf(object) && name === object.metadata?.name);
  return found.find(({ namespace: here }) => here === object.metadata?.namespace) ?? found[0];
}

const writtenIn = oncePer(({ files }: Component): readonly Manifest[] =>
  files.filter(({ file }) => file.endsWith(".yaml")).flatMap((source) => readManifests(source).manifests),
);
