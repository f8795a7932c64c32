import { stringify } from "yaml";
import { programFolder } from "../text/program-folder.ts";
import type { SchemaSource } from "../tools/schema-fault.ts";
import type { Software } from "../tools/schema-sources.ts";
import { editText, putValue } from "./edit-text.ts";

/** A new entry of `platform/schemas.yaml`: a version of Kubernetes or Argo CD, or a module. */
export type SchemaPin =
  | { readonly software: Software; readonly version: string; readonly sum: string }
  | Pick<SchemaSource, "module" | "version" | "sum" | "crds">;

/**
 * The text of `platform/schemas.yaml` with another entry, which replaces the entry of the same version or module.
 * @param text The current text. Undefined if the file does not exist.
 */
export function withSchemaPin(text: string | undefined, pin: SchemaPin): string {
  const { path, value } = entryOf(pin);
  if (text !== undefined) return editText(text, [{ path, value }]);
  const content = putValue({ apiVersion: "tenantry.dev/v1alpha1", kind: "Schemas" }, path, value);
  return `# yaml-language-server: $schema=../${programFolder}generator/schemas/schemas.schema.json\n${stringify(content, { lineWidth: 0 })}`;
}

function entryOf(pin: SchemaPin): { readonly path: readonly string[]; readonly value: unknown } {
  if ("software" in pin) return { path: ["spec", pin.software, pin.version], value: pin.sum };
  const { module, version, sum, crds } = pin;
  return { path: ["spec", "modules", module], value: { version, sum, crds } };
}
