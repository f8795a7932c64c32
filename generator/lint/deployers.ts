import { posix } from "node:path";
import { type Manifest, manifestOf } from "../evaluate/manifests/manifest.ts";
import { textAt } from "../evaluate/manifests/reading.ts";
import { isClusterScoped } from "../models/cluster-scoped.ts";
import { applicationKind } from "../models/kinds.ts";
import { sourcesOf } from "../rules/gitops/applications.ts";

/** The deployer of a folder: an Application of Argo CD, or a Kustomization of Flux. */
export interface Deployer {
  /** Relative to the root of the repository. */
  readonly folder: string;
  /** The name of the Application. Undefined for Flux. */
  readonly application: string | undefined;
  /** The namespace of objects that do not set one. */
  readonly namespace: string | undefined;
}

const fluxKustomization = "kustomize.toolkit.fluxcd.io/Kustomization";

/** The deployers among these objects, by folder. If two apply a folder to different places, the place is unknown. */
export function deployersOf(manifests: readonly Manifest[]): ReadonlyMap<string, Deployer> {
  const all = manifests.flatMap((manifest) =>
    manifest.kind === applicationKind
      ? ofArgoCD(manifest)
      : manifest.kind === fluxKustomization
        ? ofFlux(manifest)
        : [],
  );
  return new Map(
    [...Map.groupBy(all, ({ folder }) => folder)].flatMap(([folder, [first, ...others]]) =>
      first === undefined ? [] : [[folder, others.reduce(mergeDeployers, first)]],
    ),
  );
}

function ofArgoCD(application: Manifest): readonly Deployer[] {
  const namespace = textAt(application.object, "spec", "destination", "namespace");
  return sourcesOf(application).flatMap(({ source }) => {
    const path = textAt(source, "path");
    return path === undefined || textAt(source, "chart") !== undefined
      ? []
      : [{ folder: normalPath(path), application: application.name, namespace }];
  });
}

/** Flux builds a folder without a kustomization as if all its files were listed in one. */
function ofFlux({ object }: Manifest): readonly Deployer[] {
  const path = textAt(object, "spec", "path");
  return path === undefined
    ? []
    : [{ folder: normalPath(path), application: undefined, namespace: textAt(object, "spec", "targetNamespace") }];
}

function mergeDeployers(left: Deployer, right: Deployer): Deployer {
  return {
    folder: left.folder,
    application: left.application === right.application ? left.application : undefined,
    namespace: left.namespace === right.namespace ? left.namespace : undefined,
  };
}

function normalPath(path: string): string {
  return posix.normalize(path).replace(/^\/|\/$/g, "") || ".";
}

/**
 * The objects of a folder as their deployer applies them. An object keeps the namespace that it sets: Flux would replace it,
 * but the deployer may refer to another repository.
 */
export function deployedManifests(manifests: readonly Manifest[], deployer: Deployer | undefined): readonly Manifest[] {
  if (deployer === undefined) return manifests;
  const { application, namespace } = deployer;
  return manifests.map((manifest) => {
    const metadata = manifest.object.metadata;
    const placed =
      namespace === undefined || namespace === "" || isClusterScoped(manifest.kind) || manifest.namespace !== undefined
        ? manifest.object
        : { ...manifest.object, metadata: { ...metadata, namespace } };
    return manifestOf(placed, manifest.at, { application, before: manifest.before, handWritten: manifest.handWritten });
  });
}
