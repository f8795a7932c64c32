import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readInventory } from "../commands/inventory.ts";
import { shippedAddons } from "../load/shipped-addons.ts";
import { addonSandbox, useOf } from "../testing/addon-sandbox.ts";
import { mergeSpec, tenantText, write } from "../testing/sandbox.ts";
import { AddonSpec } from "../validate/addons/addon.ts";
import { contractNames } from "../validate/addons/contracts.ts";
import { retireOrder } from "../validate/addons/retire.ts";
import { mapAtPath, merge, type RawMap, valueAt } from "../validate/merge.ts";

interface Shipped {
  readonly name: string;
  readonly spec: AddonSpec;
}

/** A wrong entry of a cluster's file for an add-on, or a wrong file of the platform's, and what `check` finds. */
interface Mistake {
  readonly name: string;
  /** Differences from a valid entry. */
  readonly use?: RawMap;
  /** Further add-ons of the cluster, by name. */
  readonly further?: RawMap;
  /** Further changes of the folder. */
  readonly change?: (root: string) => void;
  readonly code: string;
  readonly file?: string;
  /** The line of the finding. */
  readonly line: RegExp;
  readonly message: RegExp;
}

const staging = "clusters/staging/cluster.yaml";

const shipped: readonly Shipped[] = shippedAddons().map(({ value }) => {
  const { extends: _, variants: _variants, ...spec } = mapAtPath(value, ["spec"]);
  return { name: String(valueAt(value, ["metadata", "name"])), spec: AddonSpec.parse(spec) };
});

/** An entry with another add-on, without which it would not be valid. */
const companions: Readonly<Record<string, RawMap>> = {
  minio: { "external-secrets": {} },
  mlflow: { seaweedfs: {}, "external-secrets": {} },
};

function found(addon: string, { use = {}, further = {}, change }: Partial<Mistake>): readonly string[] {
  const root = addonSandbox({
    ...companions[addon],
    ...further,
    [addon]: merge(useOf(addon), use),
  });
  change?.(root);
  const { diagnostics } = readInventory(root);
  return diagnostics
    .filter(({ code }) => code !== "addons/end-of-life")
    .map(({ code, message, at: { file, line } }) => {
      const text = readFileSync(join(root, file), "utf8").split("\n")[line - 1] ?? "";
      return [file, code, message, text.trim()].join(" | ");
    });
}

/** A value that the type of a setting does not have. */
const otherTypes: Readonly<Record<string, unknown>> = {
  number: "three",
  boolean: "on",
  map: 3,
  addressMap: 3,
};

/** The settings that are the number of pods of a workload. */
function counts({ spec }: Shipped): readonly string[] {
  const written = Object.values(spec.workloads).map(({ replicas }) => String(replicas));
  return Object.keys(spec.settings).filter((setting) => written.includes(`{settings.${setting}}`));
}

/** The file of the platform with differences from a shipped add-on. */
function own(name: string, fields: string, as = name): (root: string) => void {
  const text = `apiVersion: tenantry.dev/v1alpha1\nkind: Addon\nmetadata: { name: ${as} }\nspec:\n  extends: tenantry/${name}\n${fields}`;
  return (root) => write(root, `platform/addons/${as}.yaml`, text);
}

function mistakesOf(addon: Shipped): readonly Mistake[] {
  const { name, spec } = addon;
  const charts = Object.keys(spec.applications).filter((key) => spec.applications[key]?.chart !== undefined);
  const [application = ""] = Object.keys(spec.applications);
  const file = `platform/addons/${name}.yaml`;
  const order = retireOrder(spec);
  const entry = new RegExp(`^${name}:`);
  return [
    {
      name: "an unknown field",
      use: { setings: {} },
      code: "input/unknown-field",
      line: /^setings:/,
      message: /setings/,
    },
    {
      name: "an unknown setting",
      use: { settings: { replica: 3 } },
      code: "input/unknown-field",
      line: /^replica:/,
      message: new RegExp(`spec.addons.${name}.settings.replica$`),
    },
    ...Object.entries(spec.settings).map(([setting, { type }]) => ({
      name: `a setting ${setting} of another type than ${type}`,
      use: { settings: { [setting]: Object.hasOwn(otherTypes, type) ? otherTypes[type] : { a: 1 } } },
      code:
        "oneOf" in (spec.settings[setting] ?? {}) && valueAt(spec.settings[setting], ["oneOf"]) !== undefined
          ? "input/invalid-value"
          : "input/wrong-type",
      line: new RegExp(`^${setting}:`),
      message: new RegExp(`spec.addons.${name}.settings.${setting}`),
    })),
    ...Object.entries(spec.settings).flatMap(([setting, { type }]) =>
      type === "text"
        ? ["", "a\nb"].map((value) => ({
            name: `a setting ${setting} with the value ${JSON.stringify(value)}`,
            use: { settings: { [setting]: value } },
            code: "input/invalid-value",
            line: new RegExp(`^${setting}:`),
            message: new RegExp(`spec.addons.${name}.settings.${setting}`),
          }))
        : [],
    ),
    ...counts(addon).flatMap((setting) =>
      [0, 1.5].map((value) => ({
        name: `${value} as ${setting}`,
        use: { settings: { [setting]: value } },
        code: "addons/placeholder",
        line: new RegExp(`^${setting}:`),
        message: /^invalid amount/,
      })),
    ),
    {
      name: "an unknown variant",
      use: { variant: "large" },
      code: "reference/unknown",
      line: /^variant: large/,
      message: new RegExp(`unknown variant large of add-on ${name}`),
    },
    ...charts.map((chart) => ({
      name: `an unknown value of chart ${chart}`,
      use: { values: { [chart]: { replicaNumber: 3 } } },
      code: "addons/chart-value",
      line: /^replicaNumber:/,
      message: /unknown value replicaNumber/,
    })),
    {
      name: "values of an unknown chart",
      use: { values: { charts: { a: 1 } } },
      code: "reference/unknown",
      line: /^charts:/,
      message: new RegExp(`unknown chart charts of add-on ${name}`),
    },
    {
      name: "an unknown Secret",
      use: { secrets: { passwords: { store: "vault", path: "a" } } },
      ...(name === "external-secrets" ? {} : { further: { "external-secrets": {} } }),
      code: "reference/unknown",
      line: /^passwords:/,
      message: new RegExp(`unknown Secret passwords of add-on ${name}`),
    },
    ...Object.entries(spec.secrets).flatMap(([secret, { keys }]): readonly Mistake[] => [
      {
        name: `a path of Secret ${secret} in another folder`,
        use: { secrets: { [secret]: { store: "vault", path: "../churn/key" } } },
        further: { "external-secrets": {} },
        code: "input/invalid-value",
        line: /^path:/,
        message: /path below the platform's own folder/,
      },
      {
        name: `an unknown store of Secret ${secret}`,
        use: { secrets: { [secret]: { store: "valt", path: "a" } } },
        further: { "external-secrets": {} },
        code: "reference/unknown",
        line: /^store: valt/,
        message: /unknown secret store valt/,
      },
      {
        name: `a Secret ${secret} without its keys`,
        use: { secrets: { [secret]: { store: "vault", path: "a", keys: {} } } },
        further: { "external-secrets": {} },
        code: "addons/secret",
        line: /^keys:/,
        message: new RegExp(`^missing ${Object.keys(keys).join(" and ")} of Secret ${secret}`),
      },
    ]),
    {
      name: "an unknown part that leaves",
      use: { retired: ["everything"] },
      code: "reference/unknown",
      line: /^- everything/,
      message: new RegExp(`unknown part everything of add-on ${name}`),
    },
    ...(order.length < 2
      ? []
      : [
          {
            name: "the last part that leaves first",
            use: { retired: [order.at(-1)] },
            code: "addons/retired",
            line: new RegExp(`^- ${order.at(-1)}$`),
            message: new RegExp(`leaves after ${order[0]}`),
          },
        ]),
    {
      name: "data of an Application without data",
      use: { discards: ["everything"] },
      code: "reference/unknown",
      line: /^- everything/,
      message: /unknown Application with data everything/,
    },
    ...Object.keys(spec.namespaces).flatMap((namespace): readonly Mistake[] => [
      {
        name: `a namespace ${namespace} of the platform`,
        change: (root) => mergeSpec(root, staging, { platform: { namespaces: { [namespace]: {} } } }),
        code: "addons/namespace",
        line: entry,
        message: new RegExp(`^duplicate namespace ${namespace}`),
      },
      {
        name: `a tenant ${namespace}`,
        change: (root) =>
          write(root, `tenants/${namespace}.yaml`, tenantText(namespace).replace("production", "staging")),
        code: "input/reserved-name",
        file: `tenants/${namespace}.yaml`,
        line: /^metadata:/,
        message: new RegExp(`it is a namespace of add-on ${name}`),
      },
    ]),
    ...contractNames.flatMap((contract) =>
      shipped.flatMap((other): readonly Mistake[] =>
        other !== addon && other.spec.provides[contract] !== undefined && spec.provides[contract] !== undefined
          ? [
              {
                name: `add-on ${other.name} for ${contract} too`,
                further: { ...companions[other.name], [other.name]: useOf(other.name) },
                code: "addons/provided-twice",
                line: new RegExp(`^(${name}|${other.name}):`),
                message: new RegExp(`^duplicate ${contract}`),
              },
            ]
          : [],
      ),
    ),
    ...spec.requires.flatMap((contract): readonly Mistake[] =>
      contract === "database"
        ? [
            {
              name: "no database",
              change: (root) => mergeSpec(root, "platform/platform.yaml", { database: null }),
              code: "addons/needs",
              line: entry,
              message: /^missing database/,
            },
          ]
        : [],
    ),
    {
      name: "a version of Kubernetes below the minimum",
      change: own(name, '  kubernetes: { minimum: "1.36" }\n'),
      code: "addons/kubernetes",
      line: entry,
      message: new RegExp(`^invalid add-on ${name}: it needs Kubernetes 1.36`),
    },
    {
      name: "a file that extends an unknown add-on",
      change: own(`${name}-x`, "", name),
      code: "reference/unknown",
      file,
      line: /^extends:/,
      message: /^unknown add-on/,
    },
    {
      name: "a file with an unknown field",
      change: own(name, "  workload: {}\n"),
      code: "input/unknown-field",
      file,
      line: /^workload:/,
      message: /^unknown field spec.workload$/,
    },
    {
      name: "a file with an unknown Application in its order",
      change: own(name, "  retire: [everything]\n"),
      code: "reference/unknown",
      file,
      line: /^retire:/,
      message: /^unknown Application everything/,
    },
    {
      name: "a file with an Application after an unknown one",
      change: own(name, `  applications: { ${application}: { after: [everything] } }\n`),
      code: "reference/unknown",
      file,
      line: /^applications:/,
      message: /^unknown Application everything/,
    },
    ...charts.slice(0, 1).flatMap((chart): readonly Mistake[] => [
      {
        name: "a file with a number as the version of a chart",
        change: own(name, `  applications: { ${chart}: { chart: { version: 1.5 } } }\n`),
        code: "input/wrong-type",
        file,
        line: /^applications:/,
        message: /chart.version: expected a string/,
      },
      {
        name: "a file with a placeholder of an unknown setting",
        change: own(name, `  applications: { ${chart}: { chart: { release: x, values: { a: "{settings.b}" } } } }\n`),
        code: "addons/placeholder",
        file,
        line: /^applications:/,
        message: /missing value of \{settings.b\}/,
      },
    ]),
    ...Object.keys(spec.workloads)
      .slice(0, 1)
      .flatMap((workload): readonly Mistake[] => [
        {
          name: "a file with a connection to an unknown port",
          change: own(name, `  workloads: { ${workload}: { to: [everything] } }\n`),
          code: "reference/unknown",
          file,
          line: /^workloads:/,
          message: /^unknown port everything/,
        },
        {
          name: "a file with connections from an unknown port",
          change: own(name, `  workloads: { ${workload}: { from: { everything: [monitoring] } } }\n`),
          code: "reference/unknown",
          file,
          line: /^workloads:/,
          message: /^unknown port everything of workload/,
        },
      ]),
  ];
}

describe.each(shipped)("$name", (addon) => {
  test("is valid before a mistake", () => {
    expect(found(addon.name, {})).toEqual([]);
  });

  test.each(mistakesOf(addon))("$name: $code", (mistake) => {
    const all = found(addon.name, mistake);
    expect(all).toHaveLength(1);
    const [file, code, message, line] = all[0]?.split(" | ") ?? [];
    expect([file, code]).toEqual([mistake.file ?? staging, mistake.code]);
    expect(message).toMatch(mistake.message);
    expect(line).toMatch(mistake.line);
  });
});
