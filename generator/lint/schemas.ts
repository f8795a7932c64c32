import { readdirSync } from "node:fs";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { kubeconform, type RenderedFile, type SchemaValidator } from "../gate/kubeconform.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { withoutValue } from "../rules/secrets/secret-shapes.ts";
import type { SchemaSet } from "../tools/provide-schemas.ts";
import { newestVersions } from "../tools/schema-sources.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { isMap, valueAt } from "../validate/merge.ts";

/** The findings of the schemas on manifests, each at its field. */
export interface SchemaVerdict {
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds without a schema. A cluster may have them. */
  readonly unknown: readonly string[];
}

/**
 * Validates the objects of a folder with kubeconform. Each object is validated separately, and its file name is its index in
 * the list. Without a cluster, the newest schemas validate only the kinds of Kubernetes and Seldon. The version of other kinds
 * is unknown, and a newer version may have an unknown field.
 */
export async function schemaVerdict(
  all: readonly Manifest[],
  validator: SchemaValidator,
  cluster: ClusterEntry | undefined,
): Promise<SchemaVerdict> {
  const isKnown = ({ object }: Manifest): boolean => ownGroups.has(groupVersion(object.apiVersion).group);
  const manifests = cluster === undefined ? all.filter(isKnown) : all;
  const left = cluster === undefined ? all.filter((manifest) => !isKnown(manifest)).map(({ kind }) => kind) : [];
  if (manifests.length === 0) return { diagnostics: [], unknown: [...new Set(left)].sort() };
  const groups = manifests.map(({ object }, index): readonly RenderedFile[] => {
    const file = String(index);
    // As JSON, which is also YAML: hand-written objects may contain values that our YAML writer rejects.
    return [
      {
        object,
        origin: { source: { file, text: "" }, path: [] },
        file,
        text: `${JSON.stringify(withoutNulls(object))}\n`,
      },
    ];
  });
  const verdict = await kubeconform(groups, validator);
  const unknown = new Set<string>(left);
  const diagnostics = verdict.refused.flatMap(({ rendered, problems }) => {
    const manifest = manifests[Number(rendered.file)];
    if (manifest === undefined) return [];
    if (problems === undefined) {
      const reported = cluster === undefined ? notServed(manifest, validator.schemas) : undefined;
      if (reported === undefined) unknown.add(manifest.kind);
      return reported ?? [];
    }
    return problems
      .filter(({ path, text }) => !isReplacedLater(valueAt(manifest.object, path)) && !isScaffold(manifest, text))
      .slice(0, mostProblems)
      .map(({ path, text, unknownField }): Diagnostic => {
        return {
          code: "gate/invalid",
          // Seldon's CustomResourceDefinitions accept an object without a spec, but it has no effect (2.9.1).
          severity: (cluster === undefined && unknownField) || text === "missing field spec" ? "warning" : "error",
          message: codes["gate/invalid"].messages.invalidObject(`${manifest.object.kind} ${manifest.name}`, text),
          // In a Secret, the invalid value may be the secret itself.
          at: manifest.kind === "Secret" ? withoutValue(manifest.at(path, "key")) : manifest.at(path, "key"),
        };
      });
  });
  return { diagnostics, unknown: [...unknown].sort() };
}

/** An empty spec is a placeholder, as Kubebuilder generates it. Such an object is not applied. */
function isScaffold({ object }: Manifest, text: string): boolean {
  return text === "missing field spec" && "spec" in object;
}

/** The maximum number of problems per object: users fix the first ones before they read more. */
const mostProblems = 5;

/** Removes null fields, as the API server does before it validates. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  );
}

/** API groups of Kubernetes and of Seldon. */
const ownGroups: ReadonlySet<string> = new Set(
  [
    ", apps, autoscaling, batch, policy, mlops.seldon.io, admissionregistration.k8s.io, apiextensions.k8s.io",
    "apiregistration.k8s.io, certificates.k8s.io, coordination.k8s.io, discovery.k8s.io, events.k8s.io",
    "flowcontrol.apiserver.k8s.io, networking.k8s.io, node.k8s.io, rbac.authorization.k8s.io, scheduling.k8s.io",
    "storage.k8s.io",
  ].flatMap((groups) => groups.split(", ")),
);

/** A finding on a removed version of a Kubernetes kind. Undefined if the kind is unknown. */
function notServed({ object, name, at }: Manifest, schemas: SchemaSet): Diagnostic | undefined {
  const { group } = groupVersion(object.apiVersion);
  const own = `${object.kind.toLowerCase()}-${group === "" ? "" : `${group}-`}`;
  const served = readdirSync(schemas.directory)
    .filter((file) => file.startsWith(own) && /^v\d+((alpha|beta)\d+)?[.]json$/.test(file.slice(own.length)))
    .map((file) => file.slice(own.length, -".json".length));
  const stable = served.find((version) => /^v\d+$/.test(version));
  if (group === "" || stable === undefined) return undefined;
  return {
    code: "gate/no-schema",
    severity: "warning",
    message: codes["gate/no-schema"].messages.removedVersion(
      `${object.kind} ${name}`,
      newestVersions.kubernetes,
      object.apiVersion,
    ),
    hint: `Use ${group}/${stable}.`,
    at: at(["apiVersion"], "value"),
  };
}

/** A placeholder that a program replaces before the object is applied: the final value may have another type. */
function isReplacedLater(value: unknown): boolean {
  return typeof value === "string" && /\$[({]|\{\{|^__\w+__$|^<.*>$|^%\w+%$|^[A-Z][A-Z0-9_]{3,}$/.test(value);
}
