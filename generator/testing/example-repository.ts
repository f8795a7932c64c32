import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { isMap, merge } from "../validate/merge.ts";
import { sandbox, write } from "./sandbox.ts";

/**
 * The sample's platform and clusters with the files of a page's example, each below a line `# <path>`: a tenant's file
 * with what such a file also needs, the platform's or a cluster's laid over what it says already, all others as they are.
 */
export function exampleRepository(example: string): string {
  const root = sandbox();
  for (const [file, text] of filesIn(example)) write(root, file, whole(root, file, text));
  return root;
}

function filesIn(example: string): readonly (readonly [string, string])[] {
  const [before = "", ...parts] = example.split(/^# ((?:tenants|clusters|platform)\/\S+)\n/m);
  if (before.trim() !== "" || parts.length === 0) throw new Error("an example begins with the name of its file");
  return Array.from({ length: parts.length / 2 }, (_, index) => [parts[2 * index] ?? "", parts[2 * index + 1] ?? ""]);
}

function whole(root: string, file: string, text: string): string {
  if (file.startsWith("tenants/")) return wholeTenant(file, text);
  if (!/^(platform\/platform|clusters\/[^/]+\/cluster)[.]yaml$/.test(file)) return text;
  const [there, here]: readonly unknown[] = [parse(readFileSync(join(root, file), "utf8")), parse(text)];
  if (!isMap(there) || !isMap(here)) throw new Error(`${file} is no map`);
  return stringify(merge(there, here));
}

/** As text: an example may be no YAML at all. */
function wholeTenant(file: string, text: string): string {
  const stem = file.replace(/^tenants\/|[.]yaml$/g, "");
  const owner = /^ {2}owner:/m.test(text)
    ? ""
    : "  owner: { team: Team, contact: team@acme.test, github: acme/team }\n";
  const clusters = /^ {2}clusters:/m.test(text) ? "" : "  clusters: { production: {} }\n";
  const spec = /^spec:.*$/m.test(text) ? text : `${text}spec:\n`;
  return [
    "apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\n",
    /^metadata:/m.test(text) ? "" : `metadata: { name: ${stem} }\n`,
    spec.replace(/^spec:.*\n/m, `spec:\n${owner}${clusters}`),
  ].join("");
}
