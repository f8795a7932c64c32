import { kubeconform, type SchemaValidator } from "../gate/kubeconform.ts";
import { ValidationCache } from "../gate/validation-cache.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { describedSchemas } from "../models/described-schemas.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { seldon29 } from "../models/seldon/2.9/facts.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { provideTool } from "../tools/provide-tool.ts";

/** A validator with the schemas of Kubernetes, of Argo CD and of the kinds that Tenantry describes. It saves no results. */
export async function describedValidator(): Promise<SchemaValidator> {
  const machine = { env: process.env, log: () => undefined };
  const tool = await provideTool("kubeconform", machine);
  const schemas = await provideSchemas({ kubernetes: "1.34.4", argoCD: "3.5.1" }, describedSchemas(seldon29), machine);
  const none = (): ValidationCache => new ValidationCache(undefined, machine.log);
  return { kubeconform: async () => tool, schemas, known: none(), knownObjects: none() };
}

/** The numbers of valid, invalid and skipped objects, for one object. */
export async function verdictOn(
  object: KubernetesObject,
  validator: SchemaValidator,
): Promise<{ readonly valid: number; readonly invalid: number; readonly skipped: number }> {
  const source = { file: "tenants/a.yaml", text: "spec: {}\n" };
  const rendered = { object, origin: { source, path: ["spec"] }, file: "a.yaml", text: objectFile(object) };
  const { valid, invalid, skipped } = await kubeconform([[rendered]], validator);
  return { valid, invalid, skipped };
}
