import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seldon29 } from "../../models/seldon/2.9/facts.ts";
import { operatorAccount, operatorApplication } from "../../testing/operator-application.ts";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { readManifests } from "../manifests/read-manifests.ts";
import { Authority } from "./authority.ts";
import { accessCreatedBySeldon } from "./made-by-seldon.ts";

const rendered = referencePath("reference/seldon-2.9.1-charts/components.yaml");

describeReference(rendered, "compared with Seldon's rendered chart", () => {
  test("the operator has exactly the same permissions", () => {
    const written = readManifests({ file: "components.yaml", text: readFileSync(rendered, "utf8") }).manifests.map(
      ({ object }) => ({ ...object, metadata: { ...object.metadata, namespace: "churn" } }),
    );
    const allowed = (authority: Authority): ReadonlySet<string> =>
      new Set(
        authority.grantsOf(operatorAccount).flatMap(({ rules }) =>
          rules.flatMap(({ verbs, apiGroups, resources }) =>
            apiGroups.flatMap((group) =>
              // The chart also names an API group that does not exist.
              group === "v1"
                ? []
                : resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
            ),
          ),
        ),
      );
    expect(allowed(new Authority(accessCreatedBySeldon(seldon29, [operatorApplication({})])))).toEqual(
      allowed(new Authority(written)),
    );
  });
});
