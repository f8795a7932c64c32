import { describe, expect, test } from "vitest";
import { classesAddon, mergeAddon, sandboxWithAddons } from "../testing/addon-clusters.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { write } from "../testing/sandbox.ts";
import { lifecycleViolations } from "./lifecycle-order.ts";

const own = "platform/addons/classes.yaml";
const application = "clusters/staging/applications/addons/classes/application-derived.yaml";
const overlay = "clusters/staging/overlays/addons/classes/derived/resources.yaml";
const data = "metadata: { annotations: { tenantry.dev/data: the priorities } }\n";
const priority = (name: string): string =>
  `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: ${name} }\n---\n`;

async function violations(root: string): Promise<readonly string[]> {
  const found = await lifecycleViolations(root, inventoryOf(root));
  return found.map(({ code, message, at }) => `${at.file} ${code} ${message}`);
}

/** A cluster with the add-on. Without git, the files on disk count as merged. */
function merged(addon: string, entry: object, files: Readonly<Record<string, string>>): string {
  const root = sandboxWithAddons();
  write(root, own, addon);
  mergeAddon(root, "staging", "classes", { ...entry });
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  return root;
}

describe("an object with data that its Application no longer contains", () => {
  const files = { [application]: data, [overlay]: priority("high") };
  const lost =
    "clusters/staging/cluster.yaml addons/in-use Application derived of add-on classes no longer contains PriorityClass high on staging: Argo CD deletes what it no longer contains, and with it the priorities";

  test.each([
    { name: "another name", addon: classesAddon().replace("name: high", "name: higher"), found: [lost] },
    { name: "another kind", addon: classesAddon().replace(/PriorityClass(.*high)/, "Priority$1"), found: [lost] },
    { name: "a condition", addon: classesAddon().replace("{ high: {", "{ high: { when: mesh,"), found: [lost] },
    {
      name: "a chart",
      addon: classesAddon().replace(
        /objects: \{ high.*\}$/m,
        'chart: { repository: "https://a.invalid", name: a, version: 1.0.0, release: a } }',
      ),
      found: [lost],
    },
    { name: "the same objects", addon: classesAddon(), found: [] },
    { name: "a newer version of the API", addon: classesAddon().replaceAll("k8s.io/v1", "k8s.io/v2"), found: [] },
  ])("is reported after $name: $found", async ({ addon, found }) => {
    expect(await violations(merged(addon, {}, files))).toEqual(found);
  });

  test("is not reported if the cluster discards the data, or if there was none", async () => {
    const renamed = classesAddon().replace("name: high", "name: higher");
    expect(await violations(merged(renamed, { discards: ["derived"] }, files))).toEqual([]);
    expect(await violations(merged(renamed, {}, { ...files, [application]: "metadata: { name: a }\n" }))).toEqual([]);
  });
});

describe("a release with data", () => {
  const addon = classesAddon("  namespaces: { a: { podSecurity: restricted } }\n").replace(
    /objects: \{ high.*\}$/m,
    'namespace: a, chart: { repository: "https://a.invalid", name: a, version: 1.0.0, release: a } }',
  );
  const files = (release: string, namespace: string): Readonly<Record<string, string>> => ({
    [application]: `${data}spec: { destination: { namespace: ${namespace} }, source: { helm: { releaseName: ${release} } } }\n`,
  });

  test.each([
    { release: "a", namespace: "a", found: 0 },
    { release: "b", namespace: "a", found: 1 },
    { release: "a", namespace: "b", found: 1 },
  ])("$release in $namespace is reported $found times", async ({ release, namespace, found }) => {
    expect(await violations(merged(addon, {}, files(release, namespace)))).toHaveLength(found);
  });
});
