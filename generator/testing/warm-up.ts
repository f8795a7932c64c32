import { seldonSchemas } from "../models/seldon-schemas.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { provideTool } from "../tools/provide-tool.ts";
import { argoCDVersions, kubernetesVersions } from "../tools/schema-sources.ts";

/** Tools and schemas are made ready once, before any test waits for them. */
export default async function warmUp(): Promise<void> {
  const machine = { env: process.env, log: (line: string) => process.stderr.write(`${line}\n`) };
  await provideTool("kustomize", machine);
  await provideTool("kubeconform", machine);
  for (const kubernetes of kubernetesVersions)
    for (const argoCD of argoCDVersions) await provideSchemas({ kubernetes, argoCD }, seldonSchemas(), machine);
}
