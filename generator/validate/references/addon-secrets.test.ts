import { expect, test } from "vitest";
import { loadRepository } from "../../load/load-repository.ts";
import { addonSandbox } from "../../testing/addon-sandbox.ts";
import { documentsOf } from "../../testing/inventory.ts";
import { write } from "../../testing/sandbox.ts";
import type { RawMap } from "../merge.ts";
import { validateInventory } from "../validate-inventory.ts";

/** An add-on with one Secret. `more` adds fields to it, and `values` values of the chart. */
const tracker = (more = "usedBy: [server]", name = "tracker-database", values = "{}"): string => `
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: tracker }
spec:
  description: A server that tracks experiments
  kubernetes: { minimum: "1.30" }
  settings: { login: { type: text, description: A text, default: none } }
  namespaces: { tracker: { podSecurity: restricted } }
  applications:
    server:
      chart: { repository: https://charts.acme.invalid, name: tracker, version: 1.0.0, release: tracker, values: ${values} }
      namespace: tracker
      kinds: [Secret, apps/Deployment]
  secrets:
    ${name}:
      namespace: tracker
      description: The login at the database
      keys: { user: { format: text }, password: { format: password } }
      ${more}
  workloads: { server: { namespace: tracker, pods: { app: tracker } } }
`;

const chart = `
apiVersion: tenantry.dev/v1alpha1
kind: Chart
metadata: { name: tracker }
spec:
  repository: https://charts.acme.invalid
  name: tracker
  version: 1.0.0
  values: { auth: map, tokens: map }
  kinds: [Secret]
  secrets: [tracker-session]
`;

function found(file: string, use: RawMap, further: RawMap = { "external-secrets": {} }): readonly string[] {
  const root = addonSandbox({ tracker: use, ...further });
  write(root, "platform/addons/tracker.yaml", file.trimStart());
  write(root, "platform/charts/tracker.yaml", chart.trimStart());
  const { diagnostics } = validateInventory(documentsOf(root));
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ at, code, message }) => `${at.file.replace(/^.*[/]/, "")} ${at.line} ${code} ${message}`);
}

const filled = (more: RawMap, secret = "tracker-database"): RawMap => ({
  secrets: { [secret]: { store: "vault", path: "tracker/database", ...more } },
});

test.each([
  { name: "a Secret by hand", file: tracker(), use: {}, expected: [] },
  { name: "a Secret from a store", file: tracker(), use: filled({}), expected: [] },
  {
    name: "all keys under other names",
    file: tracker(),
    use: filled({ keys: { user: "username", password: "password" } }),
    expected: [],
  },
  {
    name: "a key that the Secret does not have",
    file: tracker(),
    use: filled({ keys: { user: "a", password: "b", usr: "c" } }),
    expected: [
      expect.stringMatching(/^cluster.yaml \d+ reference\/unknown unknown key usr of Secret tracker-database$/),
    ],
  },
  {
    name: "a missing key",
    file: tracker(),
    use: filled({ keys: { user: "username" } }),
    expected: [expect.stringMatching(/^cluster.yaml \d+ addons\/secret missing password of Secret tracker-database$/)],
  },
  {
    name: "an unknown store",
    file: tracker(),
    use: filled({ store: "valt" }),
    expected: [expect.stringMatching(/^cluster.yaml \d+ reference\/unknown unknown secret store valt$/)],
  },
  {
    name: "an unknown Secret",
    file: tracker(),
    use: filled({}, "tracker-databse"),
    expected: [
      expect.stringMatching(/^cluster.yaml \d+ reference\/unknown unknown Secret tracker-databse of add-on tracker$/),
    ],
  },
  {
    name: "a store without an add-on that provides secrets",
    file: tracker(),
    use: filled({}),
    further: {},
    expected: [
      expect.stringMatching(
        /^cluster.yaml \d+ addons\/secret invalid Secret tracker-database: nothing on staging fills Secrets from a store$/,
      ),
    ],
  },
  {
    name: "a Secret that the chart creates",
    file: tracker(undefined, "tracker-session"),
    use: {},
    expected: [
      "tracker.yaml 15 addons/secret invalid Secret tracker-session: chart tracker 1.0.0 creates a Secret with this name",
    ],
  },
  {
    name: "an unknown user",
    file: tracker("usedBy: [servr]"),
    use: {},
    expected: ["tracker.yaml 19 reference/unknown unknown workload or Application servr of add-on tracker"],
  },
  {
    name: "a password that a setting puts into a value of the chart",
    file: tracker(undefined, undefined, '{ auth: { adminPassword: "{settings.login}" } }'),
    use: { settings: { login: "correct-horse" } },
    expected: [
      "tracker.yaml 11 addons/secret invalid auth.adminPassword: the value of a secret must not be a value of a chart",
    ],
  },
  {
    name: "the name of a Secret as a value of the chart",
    file: tracker(undefined, undefined, "{ auth: { existingPassword: other, password: tracker-database } }"),
    use: {},
    expected: [],
  },
])("$name", ({ file, use, further, expected }) => {
  expect(found(file, use, further)).toEqual(expected);
});

test.each([
  { name: "a length of a text", key: "{ format: text, length: 16 }" },
  { name: "an htpasswd without a user", key: "{ format: htpasswd, of: password }" },
  { name: "an htpasswd of a key without a password", key: "{ format: htpasswd, user: me, of: user }" },
  { name: "a certificate without its private key", key: "{ format: certificate }" },
  { name: "an unknown format", key: "{ format: pasword }" },
])("one finding for $name", ({ key }) => {
  const file = tracker().replace("password: { format: password }", `password: { format: password }, other: ${key}`);
  const lines = found(file, {});
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^tracker.yaml 18 /);
});

test.each([
  { name: "a value", key: "{ format: text, value: hunter2hunter2 }" },
  { name: "a value instead of a format", key: "hunter2hunter2" },
])("$name is rejected and not shown", ({ key }) => {
  const root = addonSandbox({ tracker: {} });
  const file = tracker().replace("password: { format: password }", `password: { format: password }, other: ${key}`);
  write(root, "platform/addons/tracker.yaml", file.trimStart());
  const documents = loadRepository(root);
  if (documents.ok) throw new Error("the file was accepted");
  expect(documents.diagnostics.map(({ code, at }) => `${at.line} ${code}`)).toEqual(["18 input/secret-value"]);
  expect(JSON.stringify(documents.diagnostics)).not.toContain("hunter2");
});
