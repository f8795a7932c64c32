import { docsPage, programFolder } from "../text/program-folder.ts";
import { inlineText } from "./inline.ts";

/** The answers from which a new tenant's file is written. */
export interface NewTenantAnswers {
  readonly name: string;
  readonly team: string;
  readonly contact: string;
  readonly github: string;
  readonly clusters: readonly string[];
  /** Groups of clusters, whose clusters the tenant also runs on. */
  readonly groups: readonly string[];
  /** A server template of the platform. */
  readonly template: string;
  readonly model: string;
  readonly storageUri: string;
  readonly requirement: string;
  readonly memory: string;
}

/** A new tenant's file: all required fields, with a comment on each. Values are quoted where YAML requires it. */
export function newTenant(answers: NewTenantAnswers, sizes: readonly string[], defaultSize: string): string {
  const { name, team, contact, github, clusters, groups, template, model, storageUri, requirement, memory } = answers;
  const selections = [
    ...selection("groups of clusters", "group", "clusterGroups", groups),
    ...selection("clusters", "cluster", "clusters", clusters),
  ];
  const item = { storageUri, requirements: [requirement], memory };
  return `# yaml-language-server: $schema=../${programFolder}generator/schemas/tenant.schema.json
# All fields and their meaning: ${docsPage("fields.md")}
apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: { name: ${inlineText(name)} }
spec:
  # The owner. Its GitHub team reviews every change of this file.
  owner: ${inlineText({ team, contact, github })}

${selections.join("\n\n")}

  # The quota of all its pods together: ${sizes.join(", ")}. The default is ${defaultSize}.
  quota: { size: ${inlineText(defaultSize)} }

  # Inference servers, whose pods load the models. Each one uses a template of the platform.
  servers: { ${inlineText(template)}: { template: ${inlineText(template)} } }

  # The models. Their address determines the network access to the artifact store and its credentials.
  models:
    ${inlineText(model)}: ${inlineText(item)}

  # Optional fields: experiments, pipelines, access, network, storage.
`;
}

/** The field that names the clusters or groups of the tenant. Empty if there are none. */
function selection(nouns: string, noun: string, field: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const entries = inlineText(Object.fromEntries(names.map((name) => [name, {}])));
  return [
    `  # The ${nouns} that it runs on. Put overrides for a ${noun} below its name, with the same fields as in spec.
  ${field}: ${entries}`,
  ];
}
