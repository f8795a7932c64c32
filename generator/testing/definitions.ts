import { parseAllDocuments } from "yaml";
import { kindName } from "../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { isCustomResourceDefinition } from "../tools/crd-schemas.ts";
import { provideModuleFiles } from "../tools/provide-module.ts";
import { shippedPins } from "../tools/schema-sources.ts";
import { definitionOf } from "./argo-cd-sync.ts";

/** Groups whose names end like those of custom resources, but that Kubernetes defines itself. */
const builtIn = /^(|apps|batch|policy|autoscaling|.*[.]k8s[.]io)$/;

/**
 * The definitions of the kinds of these objects: as the pinned modules contain them, with all defaults. A kind of which no module
 * contains the definition, such as those of Seldon Core, gets one that accepts any object.
 */
export async function definitionsFor(objects: readonly KubernetesObject[]): Promise<readonly KubernetesObject[]> {
  const pinned = new Map((await pinnedDefinitions()).map((definition) => [nameOf(definition), definition]));
  const used = new Map(
    objects.map(({ apiVersion, kind }) => {
      const { group, version } = groupVersion(apiVersion);
      return [kindName({ group, kind }), { group, version, kind }];
    }),
  );
  return [...used].flatMap(([name, { group, version, kind }]) => {
    const definition = pinned.get(name);
    if (definition !== undefined) return [definition];
    return builtIn.test(group) ? [] : [definitionOf(group, version, kind)];
  });
}

type Definition = KubernetesObject & { readonly spec: { readonly group: string; readonly names: { kind: string } } };

async function pinnedDefinitions(): Promise<readonly Definition[]> {
  const machine = { env: process.env, log: () => undefined };
  const files = await Promise.all(
    shippedPins.modules.map((source) => provideModuleFiles(source, source.crds, machine)),
  );
  return (
    files
      .flatMap((texts) => [...texts.values()])
      .flatMap((text) => parseAllDocuments(text))
      .map((document): Definition => document.toJS())
      .filter(isCustomResourceDefinition)
      // Generators of definitions write an empty status, which the API server rejects.
      .map(({ apiVersion, kind, metadata = {}, spec }) => ({ apiVersion, kind, metadata, spec }))
  );
}

function nameOf({ spec: { group, names } }: Definition): string {
  return kindName({ group, kind: names.kind });
}
