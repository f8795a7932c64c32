import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Authority } from "../gate/access/authority.ts";
import { generateTenant } from "../generate/generate-tenant.ts";
import { type TenantScope, tenantScope } from "../generate/scope.ts";
import { partsOf } from "../patterns/pattern.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { inventoryWith } from "../testing/rules.ts";
import type { Inventory } from "../validate/inventory.ts";
import { rightsOf } from "./command-rights.ts";
import { markdown } from "./document.ts";
import { firstPredictionDocument } from "./first-prediction.ts";
import { tenantApplication } from "./names.ts";
import { namespaceReadme } from "./namespace-readme.ts";

/** Lines of code in a page, and whether they are the platform team's. */
function linesOf(page: string): readonly { readonly line: string; readonly platforms: boolean }[] {
  const [, ...blocks] = page.split("```bash\n");
  let before = page.slice(0, page.indexOf("```bash\n"));
  return blocks.flatMap((block) => {
    const [code = "", after = ""] = block.split("\n```", 2);
    const platforms = before.trimEnd().endsWith("The platform team:");
    before = after;
    return code.split("\n").map((line) => ({ line, platforms }));
  });
}

function scopesOf({ platform, clusters }: Inventory): readonly TenantScope[] {
  return clusters.flatMap((cluster) => cluster.tenants.map((tenant) => tenantScope(platform, cluster, tenant)));
}

const more = inventoryWith(
  `
access: { groups: { retention-analysts: viewer } }
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] } }
secrets: { token: { keys: [a], from: manual } }
`,
  {
    nobodys: `
servers: { mlserver: { template: mlserver } }
models: { m: { storageUri: "s3://nobodys/m/1", requirements: [sklearn] } }
`,
  },
);
const inventories = [inventoryOf(), inventoryOf(join(import.meta.dirname, "../golden/four-patterns")), more];
const scopes = inventories.flatMap(scopesOf);

describe.each(scopes.map((scope) => [`${scope.tenant.name} on ${scope.cluster.name}`, scope] as const))(
  "%s",
  (_, scope) => {
    const objects = [...generateTenant(scope).values()].flat().map(({ object }) => JSON.parse(JSON.stringify(object)));
    const authority = new Authority(objects);
    const { groups } = scope.tenant.spec.access;
    const mayRun = (group: string, line: string): boolean =>
      rightsOf(line)?.every(({ verb, group: api, resource, namespace }) => {
        const [name = "", subresource] = resource.split("/");
        const identity = { user: "somebody", groups: [group, "system:authenticated"] };
        return authority.allowing(identity, { verb, group: api, resource: name, subresource, namespace }).length > 0;
      }) === true;
    const pages = [readmeOf(scope), markdown(firstPredictionDocument(scope))];
    const lines = pages.flatMap(linesOf).filter(({ line }) => line.startsWith("kubectl "));

    test("a command stands with those whom the tenant's own Roles let run it, and only with them", () => {
      expect(lines.length).toBeGreaterThan(20);
      for (const { line, platforms } of lines) {
        const [command = "", roles] = line.split(" # as ");
        const able = Object.keys(groups).filter((group) => mayRun(group, command));
        const meant = platforms
          ? []
          : Object.keys(groups).filter(
              (group) => roles === undefined || roles.split(" or ").includes(groups[group] ?? ""),
            );
        expect([line, able]).toEqual([line, meant]);
      }
    });

    test("what follows a forwarded port stands with whoever may forward it", () => {
      for (const page of pages) {
        const all = linesOf(page);
        const [forward] = all.filter(({ line }) => line.includes("port-forward"));
        for (const { line, platforms } of all)
          if (line.includes("localhost:8080")) expect([line, platforms]).toEqual([line, forward?.platforms]);
      }
    });
  },
);

test("viewers forward no port, and where nobody has a role everything is the platform team's", () => {
  const [viewers, nobody] = scopesOf(more).map((scope) => linesOf(readmeOf(scope)));
  expect(viewers?.find(({ line }) => line.includes("port-forward"))?.platforms).toBe(true);
  expect(viewers?.find(({ line }) => line.includes("kubectl logs mlserver-0"))?.platforms).toBe(false);
  expect(nobody?.filter(({ platforms }) => !platforms)).toEqual([]);
});

test("the README leads to the first prediction, and no page tells of an older installation", () => {
  for (const scope of scopes) {
    const [readme, first] = [readmeOf(scope), markdown(firstPredictionDocument(scope))];
    if (Object.keys(scope.tenant.spec.models).length > 0) expect(readme).toContain("](first-prediction.md)");
    expect(readme + first).not.toMatch(/ansible|harbor role|what this replaces/i);
    // Those that it begins with are there; those that it may be scaled to need not be.
    if ("triton" in scope.tenant.spec.servers) expect(/get services .* triton-0( triton-1)?$/m.test(first)).toBe(true);
    if (Object.keys(scope.tenant.spec.pipelines).length > 0) expect(first).toContain("kubectl wait pipelines --all");
  }
});

function readmeOf(scope: TenantScope): string {
  const { cluster, pattern, tenant } = scope;
  const parts = partsOf(pattern, cluster);
  return namespaceReadme(
    scope,
    parts.map((part) => tenantApplication(cluster.name, tenant.name, part)),
  );
}
