import { describe, expect, test } from "vitest";
import { shippedAddons, shippedCharts } from "../../load/shipped-addons.ts";
import { mapAtPath, type RawMap, valueAt } from "../merge.ts";

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

/** The add-ons with charts, each with the rights of all its charts by `<namespace>/<account>`. */
const used = shippedAddons().flatMap(({ value }) => {
  const applications = Object.values(mapAtPath(value, ["spec", "applications"])).flatMap((application) => {
    const chart = charts.get(valueAt(application, ["chart", "name"]));
    return chart === undefined ? [] : [{ chart, namespace: valueAt(application, ["namespace"]) }];
  });
  if (applications.length === 0) return [];
  const ofCharts: RawMap = Object.fromEntries(
    applications.flatMap(({ chart, namespace }) =>
      Object.entries(mapAtPath(chart, ["spec", "access"])).map(([account, rules]) => [
        `${String(namespace)}/${account}`,
        rules,
      ]),
    ),
  );
  return [
    {
      name: String(valueAt(value, ["metadata", "name"])),
      charts: applications.map(({ chart }) => chart),
      ofCharts,
      access: mapAtPath(value, ["spec", "clusterAccess"]),
    },
  ];
});

test("every shipped chart is used", () => {
  expect(new Set(used.flatMap((addon) => addon.charts))).toEqual(new Set(charts.values()));
});

describe.each(used)("the rights of $name are those of its charts", ({ charts: all, ofCharts, access }) => {
  const own = mapAtPath(access, ["accounts"]);

  test("for the same accounts", () => {
    expect(Object.keys(own).sort()).toEqual(Object.keys(ofCharts).sort());
  });

  test.each(Object.entries(ofCharts))("account %s", (account, rules) => {
    expect(permissions(own[account])).toEqual(permissions(rules));
  });

  test.each([["view"], ["view", "edit"], ["view", "edit", "admin"]])("role %s %s %s", (...roles) => {
    const aggregated = all.map((chart) => mapAtPath(chart, ["spec", "aggregatedAccess"]));
    const together = (...from: readonly RawMap[]): readonly string[] =>
      permissions(...from.flatMap((rules) => roles.map((role) => rules[role] ?? [])));
    expect(together(mapAtPath(access, ["roles"]))).toEqual(together(...aggregated));
  });
});
