import type { Generated } from "../generate/scope.ts";
import type { ComponentFolder } from "../load/load-repository.ts";
import { memoize } from "../load/memoize.ts";
import type { Origin } from "../validate/inventory.ts";
import { yamlMark } from "./marks.ts";
import { fileNameOf, generatedPath } from "./paths.ts";
import { toYaml, toYamlDocuments } from "./to-yaml.ts";
import { objectFile } from "./unit-layout.ts";

/** The input for rendering one Application: generated objects, and hand-written components that change or add objects. */
export interface Overlay {
  readonly application: string;
  readonly cluster: string;
  /** Below `clusters/<cluster>/overlays/` and, once rendered, below `clusters/<cluster>/rendered/`. */
  readonly folder: string;
  readonly objects: readonly Generated[];
  readonly components: readonly ComponentUse[];
  /** Objects that several overlays share, in a separate folder. */
  readonly base?: KustomizeBase;
  /** The namespace for components that create objects. The platform's components set their own namespaces. */
  readonly componentNamespace: string | undefined;
}

/** A folder that is generated once, as a base of several overlays. */
export interface KustomizeBase {
  readonly folder: string;
  readonly objects: readonly Generated[];
}

export interface ComponentUse {
  readonly component: ComponentFolder;
  readonly origin: Origin;
  /** Whether the component creates objects, or only patches existing ones. */
  readonly makesObjects: boolean;
}

/** The path of an overlay in the repository. */
export function overlayPath({ cluster, folder }: Overlay): string {
  return generatedPath(cluster, "overlays", folder);
}

/** All generated objects of an overlay: its own, and those of its base. */
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
 * The files of an overlay: a kustomization and one `resources.yaml`. A component that creates objects has a separate
 * kustomization, which sets the namespace of these objects without changing the generated ones.
 */
export const overlayFiles = memoize((overlay: Overlay): ReadonlyMap<string, string> => {
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
      kustomization({ namespace: overlay.componentNamespace, components: [pathToRoot(folder) + component.folder] }),
    );
  }
  const resources = [
    ...(overlay.objects.length > 0 ? ["resources.yaml"] : []),
    ...makers.map(({ component }) => `components/${component.name}`),
    ...(overlay.base === undefined ? [] : [pathToRoot(path) + overlay.base.folder]),
  ];
  files.set(
    `${path}/kustomization.yaml`,
    kustomization({ resources, components: patchers.map(({ component }) => pathToRoot(path) + component.folder) }),
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

/** The relative path from a folder to the root of the repository. */
function pathToRoot(folder: string): string {
  return "../".repeat(folder.split("/").length);
}
