import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { isMap, merge } from "../validate/merge.ts";
import { sandbox, write } from "./sandbox.ts";

/**
 * Creates a repository with the sample's platform and clusters and the files of a page's example, each below a line
 * `# <path>`. A tenant file is completed with its required fields. A platform or cluster file is merged onto the sample's
 * file. All other files are copied unchanged.
 */
export function exampleRepository(example: string): string {
  const root = sandbox();
  for (const [file, text] of filesIn(example)) write(root, file, completed(root, file, text));
  return root;
}

function filesIn(example: string): readonly (readonly [string, string])[] {
  const [before = "", ...parts] = example.split(/^# ((?:tenants|clusters|platform)\/\S+)\n/m);
  if (before.trim() !== "" || parts.length === 0)
    throw new Error("invalid example: it must begin with a line `# <path>`");
  return Array.from({ length: parts.length / 2 }, (_, index) => [parts[2 * index] ?? "", parts[2 * index + 1] ?? ""]);
}

function completed(root: string, file: string, text: string): string {
  if (file.startsWith("tenants/")) return completedTenant(file, text);
  if (!/^(platform\/platform|clusters\/[^/]+\/cluster)[.]yaml$/.test(file)) return text;
  const [base, override]: readonly unknown[] = [parse(readFileSync(join(root, file), "utf8")), parse(text)];
  if (!isMap(base) || !isMap(override)) throw new Error(`invalid ${file}: not a map`);
  return stringify(merge(base, override));
}

/** Works on text, because an example may be invalid YAML. */
function completedTenant(file: string, text: string): string {
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
