import { posix } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import type { Component } from "../../load/load-repository.ts";
import type { Path } from "../../load/source.ts";
import { findingAt, type Inventory } from "../inventory.ts";
import { isMap, valueAt } from "../merge.ts";

/** What a component may do: list files of its own folder, make ConfigMaps, and patch. Nothing that runs or fetches anything. */
const allowedFields = [
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "patches",
  "configMapGenerator",
  "images",
  "replicas",
];

/** What the platform's own Applications are called. */
const taken = ["namespaces", "policies", "seldon", "seldon-crds", "seldon-operator", "seldon-runtime"];

/** Hand-written components are input like any other: kustomize would fetch remote bases and follow paths out of the folder. */
export function* components({ components: declared }: Inventory): Iterable<Diagnostic> {
  for (const component of declared.values()) {
    const { source, value } = component.kustomization;
    const finding = (path: Path, message: string, hint: string, part: "value" | "key" = "value"): Diagnostic =>
      findingAt({ source, path }, "render/component", message, hint, part);
    if (!isMap(value) || value["kind"] !== "Component") {
      yield finding(
        ["kind"],
        `${component.name} is no Component`,
        "apiVersion: kustomize.config.k8s.io/v1alpha1, kind: Component.",
      );
      continue;
    }
    if (taken.includes(component.name))
      yield finding(
        ["metadata", "name"],
        `${component.name} is an Application of the platform's own`,
        "Rename the folder.",
      );
    for (const field of Object.keys(value).filter((key) => !allowedFields.includes(key))) {
      const meant = nearest(field, allowedFields);
      const hint = `${meant === undefined ? "" : `Did you mean ${meant}? `}Allowed: ${allowedFields.join(", ")}.`;
      yield finding([field], `a component may not have ${field}`, hint, "key");
    }
    const part = valueAt(value, ["metadata", "annotations", "tenantry.dev/part"]);
    if (part !== undefined && part !== "guardrails" && part !== "workloads") {
      yield finding(
        ["metadata", "annotations", "tenantry.dev/part"],
        "no part of a tenant",
        "guardrails or workloads.",
      );
    }
    yield* files(component, value, finding);
  }
}

function* files(
  { folder, files: present }: Component,
  value: Readonly<Record<string, unknown>>,
  finding: (path: Path, message: string, hint: string) => Diagnostic,
): Iterable<Diagnostic> {
  const known = new Set(present.map(({ file }) => file));
  for (const [path, name] of [...namesIn(value, ["resources"]), ...pathsIn(value, ["patches"])]) {
    const file = posix.normalize(`${folder}/${name}`);
    if (name.includes(":") || name.startsWith("/") || !file.startsWith(`${folder}/`)) {
      yield finding(
        path,
        `${name} leads out of ${folder}`,
        "A component lists files of its own folder only: nothing is fetched.",
      );
    } else if (!known.has(file)) {
      yield finding(path, `${file} does not exist`, "List a file of this folder; folders are not followed.");
    }
  }
}

function namesIn(value: unknown, path: Path): readonly (readonly [Path, string])[] {
  const list = valueAt(value, path);
  if (!Array.isArray(list)) return [];
  return list.flatMap((name: unknown, index) => (typeof name === "string" ? [[[...path, index], name] as const] : []));
}

function pathsIn(value: unknown, path: Path): readonly (readonly [Path, string])[] {
  const list = valueAt(value, path);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    const file = valueAt(entry, ["path"]);
    return typeof file === "string" ? [[[...path, index, "path"], file] as const] : [];
  });
}
