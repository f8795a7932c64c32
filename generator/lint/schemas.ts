import { readdirSync } from "node:fs";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { kubeconform, type RenderedFile, type SchemaValidator } from "../gate/kubeconform.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { withoutValue } from "../rules/secrets/secret-shapes.ts";
import type { SchemaSet } from "../tools/provide-schemas.ts";
import { newestVersions } from "../tools/schema-sources.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { isMap, valueAt } from "../validate/merge.ts";

/** What schemas say of somebody's objects, each at the field that it is about. */
export interface SchemaVerdict {
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds that these schemas do not have: nobody here can say whether a cluster does. */
  readonly unknown: readonly string[];
}

/**
 * kubeconform over objects that lie in a folder. Each is asked about by itself, and called by its place in the list. Where
 * no cluster is named, Kubernetes' and Seldon's own kinds are held to the newest schemas: of other kinds nobody knows the
 * version, and a field that is not known may be in a newer one.
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
    // As JSON, which is YAML too: what somebody wrote may hold what our own writer refuses.
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
          // Seldon's definitions let an object without a spec pass, and nothing becomes of it (2.9.1).
          severity: (cluster === undefined && unknownField) || text === "missing field spec" ? "warning" : "error",
          message: `${manifest.object.kind} ${manifest.name}: ${text}`,
          // What is wrong with a Secret may be the value itself.
          at: manifest.kind === "Secret" ? withoutValue(manifest.at(path, "key")) : manifest.at(path, "key"),
        };
      });
  });
  return { diagnostics, unknown: [...unknown].sort() };
}

/** An empty spec is a place for one: what Kubebuilder leaves, and nobody applies. */
function isScaffold({ object }: Manifest, text: string): boolean {
  return text === "missing field spec" && "spec" in object;
}

/** Of one object: nobody reads more before the first are fixed. */
const mostProblems = 5;

/** Without what the API server leaves out before it looks: a field that is null is one that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  );
}

/** API groups that are Kubernetes' or Seldon's own. */
const ownGroups: ReadonlySet<string> = new Set(
  [
    ", apps, autoscaling, batch, policy, mlops.seldon.io, admissionregistration.k8s.io, apiextensions.k8s.io",
    "apiregistration.k8s.io, certificates.k8s.io, coordination.k8s.io, discovery.k8s.io, events.k8s.io",
    "flowcontrol.apiserver.k8s.io, networking.k8s.io, node.k8s.io, rbac.authorization.k8s.io, scheduling.k8s.io",
    "storage.k8s.io",
  ].flatMap((groups) => groups.split(", ")),
);

/** A version of one of Kubernetes' own kinds that was removed; nothing where the kind itself is not known. */
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
    message: `${object.kind} ${name}: Kubernetes ${newestVersions.kubernetes} does not serve ${object.apiVersion} any more`,
    hint: `It serves ${group}/${stable}.`,
    at: at(["apiVersion"], "value"),
  };
}

/** What a program fills in before the object is applied may well be of another type then. */
function isReplacedLater(value: unknown): boolean {
  return typeof value === "string" && /\$[({]|\{\{|^__\w+__$|^<.*>$|^%\w+%$|^[A-Z][A-Z0-9_]{3,}$/.test(value);
}
