import { describe, expect, test } from "vitest";
import { addonSandbox, generatedFiles } from "../../testing/addon-sandbox.ts";
import { clusterOf, documentsOf, inventoryOf } from "../../testing/inventory.ts";
import { write } from "../../testing/sandbox.ts";
import { placeOf } from "../inventory.ts";
import { validateInventory } from "../validate-inventory.ts";
import { filledAddon } from "./filled.ts";
import type { AddonEntry } from "./on-cluster.ts";

/** An add-on with a setting of each type, and objects that depend on them. */
const routes = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: routes }
spec:
  description: Routes
  kubernetes: { minimum: "1.30" }
  settings:
    text: { type: text, description: Text, default: "for {cluster}" }
    number: { type: number, description: Number, default: 3 }
    boolean: { type: boolean, description: Boolean, default: false }
    quantity: { type: quantity, description: Quantity, default: 1Gi }
    class: { type: storageClass, description: Storage class, default: "{storageClasses.default}" }
    host: { type: host, description: Host, optional: true }
    hosts:
      type: map
      description: Hosts by name
      optional: true
      fields:
        host: { type: host, description: Host }
        kind: { type: text, description: Kind, oneOf: [web, api], default: web }
  variants:
    small: { settings: { number: { default: 1 } }, applications: { routes: { objects: { all: null } } } }
  namespaces: { routes: { podSecurity: restricted } }
  applications:
    routes:
      namespace: routes
      objects:
        all:
          object:
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: all }
            spec: { text: "{settings.text}", number: "{settings.number}", class: "{settings.class}", both: "{settings.number}/{settings.quantity}", braces: "{{settings.number}}" }
        host:
          when: settings.host
          object: { apiVersion: v1, kind: ConfigMap, metadata: { name: host }, spec: { host: "{settings.host}" } }
        web:
          forEach: settings.hosts
          where: { kind: web }
          object: { apiVersion: v1, kind: ConfigMap, metadata: { name: "web-{item.key}" }, spec: { host: "{item.host}" } }
        monitoring:
          when: monitoring
          object: { apiVersion: v1, kind: ConfigMap, metadata: { name: monitoring }, spec: "{monitoring.monitorLabels}" }
        mesh:
          when: mesh
          object: { apiVersion: v1, kind: ConfigMap, metadata: { name: mesh }, spec: {} }
`;

const own = "platform/addons/routes.yaml";

function cluster(use: object, text = routes): string {
  const root = addonSandbox({ routes: use });
  write(root, own, text);
  return root;
}

/** The add-on of a folder's cluster staging. */
function addonIn(root: string, name = "routes"): AddonEntry {
  const addon = clusterOf(inventoryOf(root), "staging").addons.find((entry) => entry.name === name);
  if (addon === undefined) throw new Error(`unknown add-on ${name}`);
  return addon;
}

/** The specs of the objects of the Application routes, by name. */
function specsIn(root: string): Readonly<Record<string, unknown>> {
  const objects = filledAddon(clusterOf(inventoryOf(root), "staging"), addonIn(root)).objects.get("routes") ?? [];
  // biome-ignore lint/suspicious/noExplicitAny: objects of any kind
  return Object.fromEntries(objects.map(({ object }: any) => [object.metadata.name, object.spec]));
}

describe("objects follow from settings", () => {
  test("without settings, the defaults apply, also those with placeholders", () => {
    expect(specsIn(cluster({}))).toEqual({
      all: { text: "for staging", number: 3, class: "standard", both: "3/1Gi", braces: "{{settings.number}}" },
      monitoring: { release: "prometheus" },
    });
  });

  test("an optional setting and the entries of a map with the value of where add objects", () => {
    const hosts = { b: { host: "b.test" }, a: { host: "a.test", kind: "web" }, c: { host: "c.test", kind: "api" } };
    const specs = specsIn(cluster({ settings: { number: 5, host: "x.test", hosts } }));
    expect(Object.keys(specs)).toEqual(["all", "host", "web-a", "web-b", "monitoring"]);
    expect(specs).toMatchObject({ all: { number: 5 }, host: { host: "x.test" }, "web-a": { host: "a.test" } });
  });

  test("a setting with the value false adds no object", () => {
    const text = routes.replace("when: settings.host", "when: settings.boolean").replace("{settings.host}", "x.test");
    expect(Object.keys(specsIn(cluster({}, text)))).not.toContain("host");
    expect(Object.keys(specsIn(cluster({ settings: { boolean: true } }, text)))).toContain("host");
  });

  test.each([
    { where: "kind: wep", found: 'invalid value "wep" of field kind: no entry of settings.hosts can have it' },
    { where: "host: 3", found: "invalid value 3 of field host: no entry of settings.hosts can have it" },
    { where: "host: a b", found: 'invalid value "a b" of field host: no entry of settings.hosts can have it' },
    { where: "host: a.test", found: undefined },
  ])("where: { $where } is a value that an entry can have: $found", ({ where, found }) => {
    const { diagnostics } = validateInventory(documentsOf(cluster({}, routes.replace("kind: web }", `${where} }`))));
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual(
      found === undefined ? [] : [`addons/placeholder ${found}`],
    );
  });

  test.each([
    { setting: "type: number, description: Number, default: 3", wrong: "default: x" },
    { setting: "type: boolean, description: Boolean, default: false", wrong: 'default: "false"' },
    { setting: "oneOf: [web, api], default: web", wrong: "default: wep" },
  ])("the default of a setting with $setting must be a value of the setting", ({ setting, wrong }) => {
    const text = routes.replace(setting, setting.replace(/default: .*/, wrong));
    const { diagnostics } = validateInventory(documentsOf(cluster({}, text)));
    expect(diagnostics.map(({ at, code }) => `${at.file}:${at.line} ${code}`)).toEqual([
      `${own}:${text.split("\n").findIndex((line) => line.includes(wrong)) + 1} input/invalid-value`,
    ]);
  });

  test.each(["{network}", "{network.podCIDRs}"])("the key %s of a map must be a text", (key) => {
    const text = routes
      .replace('spec: { host: "{settings.host}" }', "spec: { a: b }")
      .replace("spec: {} }", `spec: { "${key}": x } }`);
    const { diagnostics } = validateInventory(documentsOf(cluster({}, text.replace("when: mesh", "when: monitoring"))));
    expect(diagnostics.map(({ message }) => message)).toEqual([`missing value of ${key} on staging`]);
  });

  test("a variant changes defaults and removes objects", () => {
    expect(Object.keys(specsIn(cluster({ variant: "small" })))).toEqual(["monitoring"]);
    expect(addonIn(cluster({ variant: "small" })).settings["number"]).toBe(1);
  });

  const wrong: readonly (readonly [setting: string, value: unknown])[] = [
    ["number", "3"],
    ["boolean", "yes"],
    ["quantity", "1 GB"],
    ["class", "Fast Disks"],
    ["host", "https://x.test"],
    ["hosts", { a: {} }],
    ["hosts", { a: { host: "a.test", kind: "ftp" } }],
    ["text", ["a"]],
  ];
  test.each(wrong)("setting %s with value %j is rejected", (setting, value) => {
    const { diagnostics } = validateInventory(documentsOf(cluster({ settings: { [setting]: value } })));
    expect(
      diagnostics.map(({ at, message }) => [at.file, message.includes(`addons.routes.settings.${setting}`)]),
    ).toEqual([["clusters/staging/cluster.yaml", true]]);
  });
});

describe("a file that extends a shipped add-on", () => {
  const extending = (spec: string, name = "certificates"): string =>
    `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: ${name} }
spec:
  extends: tenantry/cert-manager
${spec}`;

  function extended(spec: string): string {
    const root = addonSandbox({ certificates: {} });
    write(root, "platform/addons/certificates.yaml", extending(spec));
    return root;
  }

  test("maps are merged, lists are replaced, and null removes a value", () => {
    const { spec } = addonIn(
      extended(`  kubernetes: { minimum: "1.31" }
  provides: { certificates: null }
  workloads: { webhook: { to: [] } }
  applications: { cert-manager: { ignore: [], chart: { values: { replicaCount: 3, prometheus: null } } } }
`),
      "certificates",
    );
    expect(spec.kubernetes.minimum).toBe("1.31");
    expect(spec.provides).toEqual({});
    expect(spec.workloads["webhook"]?.to).toEqual([]);
    expect(spec.workloads["webhook"]?.ports["webhook"]).toBe(10250);
    const application = spec.applications["cert-manager"];
    expect(application?.ignore).toEqual([]);
    expect(application?.chart?.values).toMatchObject({ replicaCount: 3, crds: { keep: true } });
    expect(application?.chart?.values).not.toHaveProperty("prometheus");
  });

  test("a file with the name of a shipped add-on replaces it", () => {
    const root = addonSandbox({ "cert-manager": {} });
    write(root, "platform/addons/cert-manager.yaml", extending("  description: Ours\n", "cert-manager"));
    expect(addonIn(root, "cert-manager").spec.description).toBe("Ours");
  });

  const mistakes: readonly (readonly [name: string, spec: string, found: readonly string[]])[] = [
    ["an unknown field", "  workload: {}\n", ["6:3 input/unknown-field"]],
    [
      "a chart without a version",
      "  applications: { cert-manager: { chart: { version: null } } }\n",
      ["6:53 input/missing-field"],
    ],
    [
      "an Application without a chart",
      "  applications: { cert-manager: { chart: null } }\n",
      ["6:19 input/invalid-value"],
    ],
    [
      "a workload in an unknown namespace",
      "  workloads: { webhook: { namespace: certs } }\n",
      ["6:38 reference/unknown"],
    ],
    [
      "an unknown placeholder",
      '  applications: { cert-manager: { chart: { values: { a: "{clusters}" } } } }\n',
      ["6:57 addons/placeholder"],
    ],
  ];
  test.each(mistakes)("%s is found at its line", (_, spec, found) => {
    const { diagnostics } = validateInventory(documentsOf(extended(spec)));
    const own = diagnostics.filter(({ at }) => at.file === "platform/addons/certificates.yaml");
    expect(own.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual(found);
  });

  test("a shipped part that a difference breaks is found at the cluster's line, with the shipped line", () => {
    const root = extended("  namespaces: { cert-manager: null, certs: { podSecurity: restricted } }\n");
    const { diagnostics } = validateInventory(documentsOf(root));
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { at, related } of diagnostics) {
      expect(at.file).toBe("clusters/staging/cluster.yaml");
      expect(related?.map((other) => other.at.file)).toEqual(["tenantry/cert-manager"]);
    }
    expect(new Set(diagnostics.map(({ related }) => related?.[0]?.at.line)).size).toBe(diagnostics.length);
  });
});

describe("the position of a part of an object", () => {
  const place = (root: string, object: string, ...path: readonly (string | number)[]): string => {
    const entry = inventoryOf(root).clusters.find(({ name }) => name === "staging");
    const found =
      entry &&
      filledAddon(entry, addonIn(root))
        .objects.get("routes")
        ?.find(({ object: { metadata } }) => {
          return typeof metadata === "object" && metadata !== null && "name" in metadata && metadata.name === object;
        });
    if (found === undefined) throw new Error(`unknown object ${object}`);
    const { file, line } = placeOf(found.origin.within?.(path) ?? found.origin);
    return `${file}:${line}`;
  };
  const root = (): string => cluster({ settings: { number: 5, hosts: { a: { host: "a.test" } } } });
  const lineOf = (text: string): number => routes.split("\n").findIndex((line) => line.includes(text)) + 1;

  test("is the template's, except for the value of a setting or of an item", () => {
    expect(place(root(), "all", "both")).toBe(`${own}:${lineOf("{settings.number}/")}`);
    expect(place(root(), "all", "number")).toMatch(/^clusters\/staging\/cluster.yaml:\d+$/);
    expect(place(root(), "web-a", "host")).toMatch(/^clusters\/staging\/cluster.yaml:\d+$/);
  });
});

test("the cluster's values change the values of a chart, and null removes one", () => {
  const values = { "cert-manager": { replicaCount: 5, podDisruptionBudget: null, webhook: { replicaCount: 3 } } };
  const root = addonSandbox({ "cert-manager": { values } });
  const text = generatedFiles(inventoryOf(root)).get(
    "clusters/staging/applications/addons/cert-manager/application-cert-manager.yaml",
  );
  expect(text).toContain("replicaCount: 5");
  expect(text).toContain("replicaCount: 3");
  expect(text?.match(/podDisruptionBudget/g)).toHaveLength(1);
});
