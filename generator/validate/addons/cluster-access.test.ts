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

/** The shipped add-ons with charts. The rights of an add-on are those of all its charts together. */
const used = shippedAddons().flatMap(({ value }) => {
  const applications = Object.values(mapAtPath(value, ["spec", "applications"]));
  const ofCharts = applications.flatMap((application) => {
    const chart = charts.get(valueAt(application, ["chart", "name"]));
    return chart === undefined ? [] : [{ namespace: valueAt(application, ["namespace"]), chart }];
  });
  const name = String(valueAt(value, ["metadata", "name"]));
  const access = mapAtPath(value, ["spec", "clusterAccess"]);
  return ofCharts.length === 0 ? [] : [{ name, applications, ofCharts, access }];
});

/** The rules of the ClusterRoles with these names among the objects of an add-on. */
function rulesOfObjects(applications: readonly unknown[], roles: unknown): readonly unknown[] {
  return applications
    .flatMap((application) => Object.values(mapAtPath(application, ["objects"])))
    .map((template) => mapAtPath(template, ["object"]))
    .filter((object) => Array.isArray(roles) && roles.includes(valueAt(object, ["metadata", "name"])))
    .flatMap((object) => valueAt(object, ["rules"]) ?? []);
}

test("every shipped chart is used", () => {
  expect(used.flatMap(({ ofCharts }) => ofCharts).length).toBe(charts.size);
});

describe.each(used)("the rights of $name are those of its charts", ({ applications, ofCharts, access }) => {
  const own = mapAtPath(access, ["accounts"]);
  const theirs = new Map(
    ofCharts.flatMap(({ namespace, chart }) =>
      Object.entries(mapAtPath(chart, ["spec", "access"])).map(([account, rules]) => [
        `${namespace}/${account}`,
        [rules, rulesOfObjects(applications, valueAt(chart, ["spec", "clusterRoles", account]))].flat(),
      ]),
    ),
  );

  test("for the same accounts", () => {
    expect(Object.keys(own).sort()).toEqual([...theirs.keys()].sort());
  });

  test("with the same rules", () => {
    for (const [account, rules] of theirs)
      expect({ [account]: permissions(own[account]) }).toEqual({ [account]: permissions(rules) });
  });

  test.each([["view"], ["view", "edit"], ["view", "edit", "admin"]])("role %s %s %s", (...roles) => {
    const together = (...from: readonly RawMap[]): readonly string[] =>
      permissions(...from.flatMap((map) => roles.map((role) => map[role] ?? [])));
    const aggregated = ofCharts.map(({ chart }) => valueAt(chart, ["spec", "aggregatedAccess"])).filter(isMap);
    expect(together(mapAtPath(access, ["roles"]))).toEqual(together(...aggregated));
  });
});
