import { describe, expect, test } from "vitest";
import { shippedAddons, shippedCharts } from "../../load/shipped-addons.ts";
import { isMap, mapAtPath, type RawMap, valueAt } from "../merge.ts";

/** Each permission of rules as one text. */
function permissions(...rules: readonly unknown[]): readonly string[] {
  const list = (rule: unknown, key: string): readonly unknown[] => {
    const found = valueAt(rule, [key]);
    return Array.isArray(found) && found.length > 0 ? found : [""];
  };
  const each = rules
    .flat()
    .flatMap((rule) =>
      list(rule, "apiGroups").flatMap((group) =>
        list(rule, "resources").flatMap((resource) =>
          list(rule, "resourceNames").flatMap((name) =>
            list(rule, "verbs").map((verb) => `${verb} ${resource} ${group} ${name}`),
          ),
        ),
      ),
    );
  return [...new Set(each)].sort();
}

const charts = new Map(shippedCharts().map(({ value }) => [valueAt(value, ["spec", "name"]), value]));

const used = shippedAddons().flatMap(({ value }) =>
  Object.values(mapAtPath(value, ["spec", "applications"])).flatMap((application) => {
    const chart = charts.get(valueAt(application, ["chart", "name"]));
    const namespace = valueAt(application, ["namespace"]);
    if (chart === undefined) return [];
    return [
      {
        name: String(valueAt(value, ["metadata", "name"])),
        namespace,
        chart,
        access: mapAtPath(value, ["spec", "clusterAccess"]),
      },
    ];
  }),
);

test("every shipped chart is used", () => {
  expect(used.length).toBe(charts.size);
});

describe.each(used)("the rights of $name are those of its chart", ({ namespace, chart, access }) => {
  const ofChart = mapAtPath(chart, ["spec", "access"]);
  const own = mapAtPath(access, ["accounts"]);

  test("for the same accounts", () => {
    expect(Object.keys(own).sort()).toEqual(
      Object.keys(ofChart)
        .map((account) => `${namespace}/${account}`)
        .sort(),
    );
  });

  test.each(Object.entries(ofChart))("account %s", (account, rules) => {
    expect(permissions(own[`${namespace}/${account}`])).toEqual(permissions(rules));
  });

  test.each([["view"], ["view", "edit"], ["view", "edit", "admin"]])("role %s %s %s", (...roles) => {
    const together = (from: RawMap): readonly string[] => permissions(...roles.map((role) => from[role] ?? []));
    const aggregated = valueAt(chart, ["spec", "aggregatedAccess"]);
    expect(together(mapAtPath(access, ["roles"]))).toEqual(together(isMap(aggregated) ? aggregated : {}));
  });
});
