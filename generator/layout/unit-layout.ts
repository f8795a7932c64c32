import type { Generated } from "../generate/scope.ts";
import type { GroupKind } from "./kinds.ts";
import { yamlMark } from "./marks.ts";
import type { Overlay } from "./overlay.ts";
import { toYaml } from "./to-yaml.ts";

/** One tenant on one cluster, or one cluster's platform, as files: overlays that are not rendered yet, and finished files. */
export interface UnitLayout {
  readonly overlays: readonly Overlay[];
  /** AppProjects, Applications and bootstrap objects, each with its file. */
  readonly objects: readonly (Generated & { readonly file: string })[];
  /** Finished files that contain no object: READMEs and kustomizations. */
  readonly texts: ReadonlyMap<string, string>;
  /** By Application: the kinds and namespaces that its project allows. The gate checks every rendered object against them. */
  readonly permissions: ReadonlyMap<string, ProjectPermission>;
}

export interface ProjectPermission {
  readonly project: string;
  readonly namespaces: readonly string[];
  readonly kinds: readonly GroupKind[];
  readonly clusterKinds: readonly (GroupKind & { readonly name?: string })[];
}

/** One object as the content of a generated file. */
export function objectFile(object: object): string {
  return yamlMark() + toYaml(object);
}
