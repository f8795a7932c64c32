import { ToolFailure } from "../diagnostics/tool-failure.ts";
import type { CustomResourceDefinition } from "./crd-schemas.ts";
import type { KindSchema } from "./kubernetes-schemas.ts";
import type { ModuleVersion } from "./module-proxy.ts";

/** A Go module that contains schemas, pinned by the sum of its zip. Only its data is used. */
export interface SchemaSource extends ModuleVersion {
  /** The h1 sum of the module's zip: base64 of a SHA-256, after `h1:`. */
  readonly sum: string;
  /** Files with CustomResourceDefinitions. Empty for Kubernetes itself, which contains its OpenAPI instead. */
  readonly crds: readonly string[];
  /** The add-on whose file pins it. Undefined if `platform/schemas.yaml` or Tenantry pins it. */
  readonly addon?: string;
  /** The path of its entry below `spec` in `platform/schemas.yaml` or in the add-on's file. Undefined if Tenantry pins it. */
  readonly declaredAt?: readonly (string | number)[];
}

/** A schema in a file of the platform's repository. */
export interface SchemaFile {
  /** The path of the file from the repository's root. */
  readonly file: string;
  readonly content: { readonly definition: CustomResourceDefinition } | KindSchema;
}

/** The fault of a source, and the field of its entry that contains the fault. */
interface Fault {
  readonly field: "module" | "version" | "sum" | "crds";
  /** The item of `crds`. */
  readonly item?: string;
  readonly reason: string;
}

/**
 * A source of schemas that cannot be used as it is pinned. If the platform's repository pins it, `check` reports it there.
 * Otherwise it is a failure like any other.
 */
export class SchemaFault extends ToolFailure {
  readonly source: SchemaSource | SchemaFile;
  readonly fault: Fault;

  constructor(source: SchemaSource | SchemaFile, fault: Fault, remedy: string) {
    super(fault.reason, remedy);
    this.source = source;
    this.fault = fault;
  }
}
