import { z } from "zod";
import { exampleOf, field } from "./terms.ts";

const FullVersion = z.string().regex(/^[0-9]+\.[0-9]+\.[0-9]+$/, "it must be a full version: 1.34.4");

const Sum = z
  .string()
  .regex(/^h1:[A-Za-z0-9+/]{43}=$/, "it must be h1: and the base64 of a SHA-256, as go.sum contains it");

/** A file below the root of a module: no absolute path, and no `..`. */
const ModulePath = z
  .string()
  .max(300)
  .regex(
    /^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9_.@-]+(\/[A-Za-z0-9_.@-]+)*\.ya?ml$/,
    "it must be a YAML file, as a path from the root of the module",
  );

const sumExample = "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=";

/**
 * The path of a Go module. It begins with the host of its repository, and no element begins or ends with a dot.
 * https://go.dev/ref/mod#go-mod-file-ident
 */
export const ModuleName = z
  .string()
  .max(200)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[A-Za-z0-9_~-]+(\.+[A-Za-z0-9_~-]+)*)*$/, "it must be the path of a Go module");

export const SchemaModule = z.strictObject({
  version: field(
    z.string().regex(/^v[0-9]+\.[0-9]+\.[0-9]+[-+.0-9A-Za-z]*$/, "it must be a version with v: v1.21.2"),
    "Version of the module.",
    "v1.21.2",
  ),
  sum: field(
    Sum,
    "Hash of the module's zip, as `go.sum` contains it.",
    "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=",
  ),
  crds: field(z.array(ModulePath).min(1).max(200), "Files of the module that contain the CustomResourceDefinitions.", [
    "deploy/crds/cert-manager.io_certificates.yaml",
  ]),
});

const SchemasSpec = z.strictObject({
  kubernetes: field(
    z.record(FullVersion, Sum),
    "Versions of Kubernetes whose schemas the platform pins, with the hash of the module `k8s.io/kubernetes` in this version.",
    { "1.35.4": sumExample },
  ).default({}),
  argoCD: field(
    z.record(FullVersion, Sum),
    "Versions of Argo CD whose schemas the platform pins, with the hash of the module `github.com/argoproj/argo-cd/v3` in this version.",
    { "3.6.1": "h1:OmhqeKiR3C//awbFrhQqFdtRI+Qiv17j8vqm3UkMj/g=" },
  ).default({}),
  modules: field(
    z.record(ModuleName, SchemaModule),
    "Go modules with CustomResourceDefinitions, by module path. A module replaces the module with the same path that Tenantry ships.",
    { "github.com/cert-manager/cert-manager": exampleOf(SchemaModule) },
  ).default({}),
});

export const Schemas = z.strictObject({
  apiVersion: field(z.literal("tenantry.dev/v1alpha1"), "Version of this file format.", "tenantry.dev/v1alpha1"),
  kind: field(z.literal("Schemas"), "Kind of this file.", "Schemas"),
  spec: field(
    SchemasSpec,
    "Schemas in addition to the schemas that Tenantry ships. `tenantry versions --add` writes the entries.",
    exampleOf(SchemasSpec),
  ),
});
export type Schemas = z.infer<typeof Schemas>;
