import { expect, test } from "vitest";
import { connectedAddons, generatedManifests } from "../testing/connected-addons.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { manifestSetFindings } from "./run-rules.ts";
import { rules } from "./table.ts";

test.each(["standard", "enhanced", "dedicated"])(
  "no rule reports the objects of add-ons with the pattern %s",
  (pattern) => {
    const units = generatedManifests(inventoryOf(connectedAddons(pattern)));
    const found = units.flatMap(({ cluster, tenant, manifestSet }) =>
      manifestSetFindings(manifestSet, rules).map(({ diagnostic: { code, message } }) =>
        [cluster.name, tenant?.name, code, message].join(" "),
      ),
    );
    expect(found).toEqual([]);
  },
);
