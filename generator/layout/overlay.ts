import type { Generated } from "../generate/scope.ts";
import type { ComponentFolder } from "../load/load-repository.ts";
import { oncePer } from "../load/once-per.ts";
import type { Origin } from "../validate/inventory.ts";
import { yamlMark } from "./marks.ts";
import { fileNameOf, generatedPath } from "./paths.ts";
import { toYaml, toYamlDocuments } from "./to-yaml.ts";
import { objectFile } from "./unit-layout.ts";

/** What one Application holds before it is rendered: generated objects, and hand-written components over them. */
export interface Overlay {
  readonly application: string;
  readonly cluster: string;
  /** Below `clusters/<cluster>/overlays/` and, once rendered, below `clusters/<cluster>/rendered/`. */
  readonly folder: string;
  readonly objects: readonly Generated[];
  readonly components: readonly ComponentUse[];
  /** Objects that several overlays share, in a folder of their own. */
  readonly base?: KustomizeBase;
  /** Namespace that components which make objects are put into; the platform's write their own. */
  readonly componentNamespace: string | undefined;
}

/** A folder that is generated once, for whoever builds upon it. */
export interface KustomizeBase {
  readonly folder: string;
  readonly objects: readonly Generated[];
}

export interface ComponentUse {
  readonly component: ComponentFolder;
  readonly origin: Origin;
  /** Whether it makes objects of its own, or only patches those that are there. */
  readonly makesObjects: boolean;
}

/** Where an overlay lies in the repository. */
export function overlayPath({ cluster, folder }: Overlay): string {
  return generatedPath(cluster, "overlays", folder);
}

/** All that is generated for an overlay: its own objects, and those of its base. */
export function generatedIn({ objects, base }: Overlay): readonly Generated[] {
  return base === undefined ? objects : [...objects, ...base.objects];
}

/** The files of a base: a kustomization, and one for each object. */
export function baseFiles({ folder, objects }: KustomizeBase): ReadonlyMap<string, string> {
  const files = objects.map(({ object }): readonly [string, string] => [
    fileNameOf(object.kind, object.metadata?.name ?? ""),
    objectFile(object),
  ]);
  const resources = files.map(([name]) => name);
  return new Map(
    [...files, ["kustomization.yaml", kustomization({ resources })] as const].map(([name, text]) => [
      `${folder}/${name}`,
      text,
    ]),
  );
}

/**
 * The files of an overlay: a kustomization and one `resources.yaml`. A component that makes objects is built in a
 * kustomization of its own, where a namespace can be set for all of them without touching what is generated.
 */
export const overlayFiles = oncePer((overlay: Overlay): ReadonlyMap<string, string> => {
  const path = overlayPath(overlay);
  const files = new Map<string, string>();
  const makers = overlay.components.filter((use) => use.makesObjects);
  const patchers = overlay.components.filter((use) => !use.makesObjects);
  if (overlay.objects.length > 0) {
    files.set(`${path}/resources.yaml`, yamlMark() + toYamlDocuments(overlay.objects.map(({ object }) => object)));
  }
  for (const { component } of makers) {
    const folder = `${path}/components/${component.name}`;
    files.set(
      `${folder}/kustomization.yaml`,
      kustomization({ namespace: overlay.componentNamespace, components: [up(folder) + component.folder] }),
    );
  }
  const resources = [
    ...(overlay.objects.length > 0 ? ["resources.yaml"] : []),
    ...makers.map(({ component }) => `components/${component.name}`),
    ...(overlay.base === undefined ? [] : [up(path) + overlay.base.folder]),
  ];
  files.set(
    `${path}/kustomization.yaml`,
    kustomization({ resources, components: patchers.map(({ component }) => up(path) + component.folder) }),
  );
  return files;
});

function kustomization(fields: {
  readonly namespace?: string | undefined;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
}): string {
  const filled = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value.length > 0),
  );
  return yamlMark() + toYaml({ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", ...filled });
}

/** From a folder up to the repository's root. */
function up(folder: string): string {
  return "../".repeat(folder.split("/").length);
}
