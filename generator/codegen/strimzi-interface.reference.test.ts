import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareSchemas } from "../testing/compare-schemas.ts";
import { describeReference, referencePath } from "../testing/reference.ts";
import { inlineKubernetes } from "../tools/inline-kubernetes.ts";
import type { JsonSchema } from "../tools/json-schema.ts";
import { kubernetesDefinitions } from "../tools/provide-schemas.ts";
import { strimziInterface } from "./strimzi-interface.ts";

const schemas = referencePath("reference/charts/strimzi-1.2.0-schemas");

/** Deliberate differences, by a part of their text, and the reason for each. */
const deliberate: readonly { readonly difference: RegExp; readonly reason: string }[] = [
  {
    difference: / is number or string and not (integer or string|undefined)$|resources[.](limits|requests)[{][}] /,
    reason: "tools/ has one form for all quantities",
  },
  {
    difference: /[.](resources|networkPolicyPeers)\b.* (requires \[.+\] and not \[\]|allows .* and not undefined)$/,
    reason: "Kubernetes requires more of its own types than Strimzi's definitions repeat",
  },
];

describeReference(schemas, "the interface against Strimzi's own definitions", () => {
  for (const { kind, spec } of strimziInterface) {
    test(`${kind}: the same names, types, and required and open fields`, { timeout: 120_000 }, async () => {
      const definitions = await kubernetesDefinitions("1.34.4", { env: process.env, log: () => undefined });
      const theirs: { schema: { properties: { spec: JsonSchema } } } = JSON.parse(
        readFileSync(join(schemas, `${kind.toLowerCase()}.json`), "utf8"),
      );
      const differences = compareSchemas(
        "spec",
        inlineKubernetes(spec.schema, definitions),
        theirs.schema.properties.spec,
      );
      expect(differences.filter((text) => !deliberate.some(({ difference }) => difference.test(text)))).toEqual([]);
    });
  }

  test("the interface describes every kind", () => {
    expect(strimziInterface.map(({ kind }) => `${kind.toLowerCase()}.json`).sort()).toEqual(
      readdirSync(schemas).sort(),
    );
  });
});
