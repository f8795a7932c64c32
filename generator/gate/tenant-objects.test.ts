import { describe, expect, test } from "vitest";
import { classesAddon, mergeAddon } from "../testing/addon-clusters.ts";
import { tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, withOneArgoCD, write } from "../testing/sandbox.ts";

interface Report {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly hint?: string;
    readonly file: string;
  }[];
}

/** The errors about an add-on with this object for each of two tenants. */
async function errors(object: string): Promise<readonly (readonly [code: string, hint: string | undefined])[]> {
  const root = withOneArgoCD(sandbox());
  const share = `  namespaces: { classes: { podSecurity: restricted } }
  perTenant:
    entry: { namespace: classes, object: ${object}, gives: an entry, whenRemoved: the entry }`;
  write(root, "platform/addons/classes.yaml", classesAddon(share));
  mergeAddon(root, "production", "classes", {});
  for (const tenant of ["a", "b"]) write(root, `tenants/${tenant}.yaml`, tenantText(tenant));
  const { out } = await tenantry(root, ["check", "--output", "json"]);
  const { diagnostics }: Report = JSON.parse(out);
  return diagnostics
    .filter(({ file }) => file === "platform/addons/classes.yaml")
    .map(({ code, hint }) => [code, hint]);
}

describe("an object that each tenant gets from an add-on", () => {
  test("needs the tenant in its name", async () => {
    expect(await errors("{ apiVersion: v1, kind: ConfigMap, metadata: { name: shared } }")).toEqual([
      ["render/duplicate", "Write {tenant} in the name of the object."],
    ]);
  });

  test("needs a schema, which the add-on can name", async () => {
    const [first] = await errors('{ apiVersion: edge.invalid/v1, kind: Entry, metadata: { name: "{tenant}" } }');
    expect(first).toEqual(["gate/no-schema", expect.stringContaining("add its schema to spec.schemas of the add-on")]);
  });
});
