import { inlineText } from "./inline.ts";

/** What a tenant begins with. */
export interface NewTenantAnswers {
  readonly name: string;
  readonly team: string;
  readonly contact: string;
  readonly github: string;
  readonly clusters: readonly string[];
  /** A server template of the platform's. */
  readonly template: string;
  readonly model: string;
  readonly storageUri: string;
  readonly requirement: string;
  readonly memory: string;
}

/** A tenant's first file: everything that is needed, and a word on each part. Every value is quoted where YAML asks for it. */
export function newTenant(beginning: NewTenantAnswers, sizes: readonly string[], defaultSize: string): string {
  const { name, team, contact, github, clusters, template, model, storageUri, requirement, memory } = beginning;
  const places = Object.fromEntries(clusters.map((cluster) => [cluster, {}]));
  const item = { storageUri, requirements: [requirement], memory };
  return `# yaml-language-server: $schema=../generator/schemas/tenant.schema.json
# All fields, with what they are for: generator/docs/fields.md
apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: { name: ${inlineText(name)} }
spec:
  # Who answers for it: the GitHub team reviews every change of this file.
  owner: ${inlineText({ team, contact, github })}

  # Where it runs. What differs on one cluster stands below its name, in the words of this file.
  clusters: ${inlineText(places)}

  # What all of it may ask for together: ${sizes.join(", ")}; ${defaultSize} where nothing is said.
  quota: { size: ${inlineText(defaultSize)} }

  # Pods that load models, each made from a template of the platform's.
  servers: { ${inlineText(template)}: { template: ${inlineText(template)} } }

  # What they load. The way to the artifact store and its credentials follow from the address.
  models:
    ${inlineText(model)}: ${inlineText(item)}

  # Next, where you need it: experiments, pipelines, access, network, storage.
`;
}
