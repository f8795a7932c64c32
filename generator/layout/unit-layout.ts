import type { Generated } from "../generate/scope.ts";
import type { GroupKind } from "./kinds.ts";
import { yamlMark } from "./marks.ts";
import type { Overlay } from "./overlay.ts";
import { toYaml } from "./to-yaml.ts";

/** One tenant on one cluster, or one cluster's platform, as files: what is still to be rendered, and what is ready. */
export interface UnitLayout {
  readonly overlays: readonly Overlay[];
  /** AppProjects, Applications and bootstrap objects, each with the file it goes to. */
  readonly objects: readonly (Generated & { readonly file: string })[];
  /** Finished files that hold no object: READMEs and kustomizations. */
  readonly texts: ReadonlyMap<string, string>;
  /** By Application: what its project lets it hold. The gate holds every rendered object against it. */
  readonly permissions: ReadonlyMap<string, Permission>;
}

export interface Permission {
  readonly project: string;
  readonly namespaces: readonly string[];
  readonly kinds: readonly GroupKind[];
  readonly clusterKinds: readonly (GroupKind & { readonly name?: string })[];
}

/** One object as the content of a generated file. */
export function objectFile(object: object): string {
  return yamlMark() + toYaml(object);
}
