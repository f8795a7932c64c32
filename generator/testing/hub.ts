import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sandbox, write } from "./sandbox.ts";

/** The fields of a hub, and the fields of argoCD of each cluster, as flow maps in YAML. */
interface HubFields {
  readonly hub: string;
  readonly staging: string;
  readonly production: string;
}

/** Creates the sample's platform and clusters, with both clusters in the hub `main`: one by address, one by name. */
export function hubSandbox({
  hub = "{ version: 3.5.1 }",
  staging = '{ hub: main, destination: { server: "https://staging.acme.test:6443" } }',
  production = "{ hub: main, destination: { name: production } }",
}: Partial<HubFields> = {}): string {
  const root = sandbox();
  replaceIn(root, "platform/platform.yaml", /^ {2}repository:$/m, `  hubs: { main: ${hub} }\n  repository:`);
  for (const [cluster, argoCD] of Object.entries({ staging, production }))
    replaceIn(root, `clusters/${cluster}/cluster.yaml`, /^ {2}argoCD:\n(?: {4}.*\n)+/m, `  argoCD: ${argoCD}\n`);
  return root;
}

/** @throws if the file does not contain the text. */
function replaceIn(root: string, file: string, from: RegExp, to: string): void {
  const text = readFileSync(join(root, file), "utf8");
  if (!from.test(text)) throw new Error(`text not found in ${file}: ${from}`);
  write(
    root,
    file,
    text.replace(from, () => to),
  );
}
