import { replaced } from "../../diagnostics/example.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { serverConfigKind, serverKind } from "../../models/kinds.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

/** Fields that only the API server sets. */
const serverSet: readonly Path[] = [
  ["metadata", "creationTimestamp"],
  ["metadata", "generation"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
  ["metadata", "uid"],
];
const dropped: readonly Path[] = [
  ["metadata", "annotations"],
  ["metadata", "finalizers"],
  ["metadata", "labels"],
];

export const gitopsStoredForm = defineRule({
  code: "gitops/stored-form",
  severity: "error",
  inFolder: "warning",
  over: "object",
  summary:
    "A manifest contains fields that the API server drops or sets, or omits fields that the API server fills in.",
  docs: {
    why: "Argo CD compares the object in git with the stored object. The API server drops null values and empty maps, and fills in the defaults of a CRD. Before the comparison, Argo CD removes only a few of these differences, for example in the status. An object that differs from its stored form can be permanently OutOfSync, which hides real differences. With server-side apply, the API server rejects null in a required field.",
    invalid: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn, annotations: null, creationTimestamp: null }
data: { a: b }
`,
    valid: replaced("namespace: churn, annotations: null, creationTimestamp: null", "namespace: churn"),
    fix: "Remove fields that are null, empty or set by the API server. Write the default values of the CRD into the manifest.",
  },
  *check({ object, at, kind, namespace, handWritten, application }, manifestSet) {
    // The generator's tests check generated objects, and objects that were read from a cluster have the stored form.
    if (!handWritten || kind.startsWith("kustomize.config.k8s.io/")) return;
    // In a folder, Argo CD compares only the objects of an Application with the cluster.
    if (manifestSet.isPartial && application === undefined) return;
    for (const path of nullsIn({ ...object })) yield { at: at(path, "key"), message: `invalid null in ${last(path)}` };
    for (const path of serverSet)
      if (holdsValue(object, path))
        yield { at: at(path, "key"), message: `invalid field ${last(path)}: only the API server sets it` };
    for (const path of dropped) {
      const value = valueBelow(object, path);
      const empty = Array.isArray(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0;
      if (empty) yield { at: at(path, "key"), message: `empty ${last(path)}: the API server does not store it` };
    }
    if (kind !== serverConfigKind && kind !== serverKind) return;
    if (namespace === undefined) return;
    for (const path of portsWithoutProtocol(object))
      yield { at: at(path, "key"), message: "missing protocol: the CRD fills in TCP", hint: "Set protocol: TCP." };
  },
});

/** Fields in which null is a valid value: it removes a chart's default. */
const values: ReadonlySet<unknown> = new Set(["values", "valuesObject"]);

/** Argo CD leaves out creationTimestamp when it is null, and the status, before it compares (gitops-engine, pkg/diff). */
function* nullsIn({ status: _, ...object }: RawMap): Iterable<Path> {
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value: object, path: [] }];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { value, path } = item;
    if (values.has(path.at(-1))) continue;
    if (value === null && path.at(-1) !== "creationTimestamp") yield path;
    else if (Array.isArray(value))
      for (const [index, child] of value.entries()) open.push({ value: child, path: [...path, index] });
    else if (isMap(value))
      for (const [key, child] of Object.entries(value)) open.push({ value: child, path: [...path, key] });
  }
}

function valueBelow(object: unknown, path: Path): unknown {
  return mapAt(object, ...path.slice(0, -1))[last(path)];
}

function holdsValue(object: unknown, path: Path): boolean {
  const value = valueBelow(object, path);
  return value !== undefined && value !== null;
}

function* portsWithoutProtocol(object: unknown): Iterable<Path> {
  for (const list of ["initContainers", "containers"])
    for (const [index, container] of listAt(object, "spec", "podSpec", list).entries())
      for (const [position, port] of listAt(container, "ports").entries())
        if (isMap(port) && port["protocol"] === undefined)
          yield ["spec", "podSpec", list, index, "ports", position, "containerPort"];
}

function last(path: Path): string {
  return String(path.at(-1) ?? "");
}
