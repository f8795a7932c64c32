import type { Files } from "../proposals.ts";

/** A change of tenant churn's spec by its own team, as YAML, and the verdict of guard: `safe`, `allowed`, or the codes that stop it. */
type ProposedChange = readonly [name: string, before: string, after: string, expected: string];

/** Changes that were or could be mistaken for harmless, and some harmless changes of each kind. */
export interface ProposedChanges {
  readonly about: string;
  readonly changes: readonly ProposedChange[];
  /** Files in addition to the tenant file, before and after. */
  readonly files?: Files;
}

/** A tenant that serves a model. */
export const servingChurn = `
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;

/** Networks outside the cluster that a tenant calls. */
export const external = (name: string, ...cidrs: readonly string[]): string =>
  `network: { external: { ${name}: { cidrs: [${cidrs.map((cidr) => JSON.stringify(cidr)).join(", ")}], ports: [{ port: 443 }], why: Bureau } } }\n`;
