import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Authority } from "../evaluate/access/authority.ts";
import { generateTenant } from "../generate/generate-tenant.ts";
import { type TenantScope, tenantScope } from "../generate/scope.ts";
import { sampleFolder } from "../init/sample-folder.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { inventoryWith } from "../testing/rules.ts";
import { proseOf, runbookLines, sectionLines } from "../testing/runbook.ts";
import type { Inventory } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { type ArgoCDRight, type KubernetesRight, rightsOf } from "./command-rights.ts";
import { tenantLayout } from "./tenant-layout.ts";

interface Page {
  readonly name: string;
  readonly scope: TenantScope;
  readonly text: string;
}

function pagesOf({ clusters }: Inventory): readonly Page[] {
  return clusters.flatMap((cluster) =>
    cluster.tenants.flatMap((tenant) => {
      const scope = tenantScope(cluster, tenant);
      return [...layout(scope).texts].map(([name, text]) => ({ name, scope, text }));
    }),
  );
}

function layout(scope: TenantScope): ReturnType<typeof tenantLayout> {
  return tenantLayout(scope, generateTenant(scope), new Map());
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
    empty: "access: { groups: { people: deployer } }\n",
  },
);
const inventories = [
  inventoryOf(sampleFolder),
  inventoryOf(),
  inventoryOf(join(import.meta.dirname, "../golden/four-patterns")),
  more,
];
const pages = inventories.flatMap(pagesOf);

describe.each(pages.map((page) => [page.name, page] as const))("%s", (_, { scope, text }) => {
  const { groups } = scope.tenant.spec.access;
  const lines = runbookLines(text);

  test("the line before a block names the roles that the tenant's Roles and projects allow to run it", () => {
    const mayRun = authorities(scope);
    expect(lines.length).toBeGreaterThan(10);
    for (const { line, by } of lines) {
      const rights = rightsOf(line);
      // A line that sends no requests to a cluster can still need a port that only some roles may forward.
      if (rights?.length === 0) continue;
      const able = Object.keys(groups).filter((group) => rights?.every((right) => mayRun(group, right)) === true);
      const meant = Object.keys(groups).filter((group) => by === "everybody" || by.includes(groups[group] ?? ""));
      expect([line, able]).toEqual([line, by === "platform" ? [] : meant]);
      if (able.length === 0) expect([line, by]).toEqual([line, "platform"]);
    }
  });

  test("no text contains a command, and no line contains a comment: the shell of macOS reads one as arguments", () => {
    expect(proseOf(text)).not.toMatch(/\bkubectl [a-z]|\bargocd app\b|\bnpx |`git /);
    for (const { line } of lines) expect(line.replace(/'[^']*'/g, "")).not.toContain("#");
  });

  test("lines that need a forwarded port are for the roles that may forward it", () => {
    const [forward] = lines.filter(({ line }) => line.includes("port-forward"));
    for (const { line, by } of lines)
      if (/localhost:8080|model\.json|kill/.test(line)) expect([line, by]).toEqual([line, forward?.by]);
  });
});

test("viewers forward no port, and without roles only the platform team runs commands against a cluster", () => {
  const [viewers = [], withoutRoles = []] = ["churn", "nobodys"].map((tenant) =>
    pages
      .filter(({ name }) => name.endsWith(`production/overlays/tenants/${tenant}/README.md`))
      .slice(-1)
      .flatMap(({ text }) => runbookLines(text)),
  );
  expect(viewers.find(({ line }) => line.includes("port-forward"))?.by).toBe("platform");
  expect(viewers.find(({ line }) => line.includes("kubectl logs mlserver-0"))?.by).toBe("everybody");
  const everybodys = withoutRoles
    .filter(({ by }) => by !== "platform")
    .map(({ line }) => line.split(" ").slice(0, 2).join(" "));
  expect(new Set(everybodys)).toEqual(
    new Set(["kubectl auth", "git fetch", "git log", "git revert", "git add", "git push", "npx --no-install"]),
  );
});

test("a viewer may read an Application, only a role that may sync ends a sync, and the Namespace's own Application is the platform's", () => {
  const fraud = pages.find(({ name }) => name === "clusters/production/overlays/tenants/fraud-detection/README.md");
  const by = (verb: string, part: string): unknown =>
    runbookLines(fraud?.text ?? "").find(({ line }) =>
      line.startsWith(`argocd app ${verb} production.fraud-detection.${part}`),
    )?.by;
  expect(["get", "terminate-op", "sync"].map((verb) => by(verb, "workloads"))).toEqual([
    "everybody",
    ["deployer"],
    ["deployer"],
  ]);
  expect(by("get", "namespace")).toBe("platform");
});

test("the README links to the first prediction, and no page mentions an older installation", () => {
  for (const { scope, text, name } of pages) {
    expect(text).not.toMatch(/ansible|harbor role|what this replaces/i);
    if (name.endsWith("/README.md")) {
      const serves = Object.keys(scope.tenant.spec.models).length > 0;
      expect(text.includes("](first-prediction.md)")).toBe(serves);
      continue;
    }
    // The initial replicas exist. The replicas of a later scale-up need not exist.
    if ("triton" in scope.tenant.spec.servers) expect(/get services .* triton-0( triton-1)?$/m.test(text)).toBe(true);
    for (const pipeline of Object.keys(scope.tenant.spec.pipelines)) {
      expect(text).toContain("kubectl wait pipelines --all");
      expect(text).toContain(`'seldon-model: ${pipeline}.pipeline'`);
    }
    expect(sectionLines(text, "## 6. Send one request").length).toBeGreaterThan(2);
  }
});

/** Evaluates the tenant's Roles as Kubernetes' authorizer does, and its projects as Argo CD does. */
function authorities(scope: TenantScope): (group: string, right: KubernetesRight | ArgoCDRight) => boolean {
  const objects = [...generateTenant(scope).values()].flat().map(({ object }) => JSON.parse(JSON.stringify(object)));
  const authority = new Authority(objects);
  const argoCD = layout(scope).objects.map(({ object }) => JSON.parse(JSON.stringify(object)));
  return (group, right) => {
    if (!("application" in right)) {
      const [name = "", subresource] = right.resource.split("/");
      const identity = { user: "somebody", groups: [group, "system:authenticated"] };
      return authority.allowing(identity, { ...right, resource: name, subresource }).length > 0;
    }
    const named = (kind: string, name: unknown): unknown =>
      argoCD.find((object) => object.kind === kind && object.metadata.name === name);
    const project = valueAt(named("Application", right.application), ["spec", "project"]);
    const roles = valueAt(named("AppProject", project), ["spec", "roles"]);
    return (
      Array.isArray(roles) &&
      roles.some(
        (role) =>
          role.groups.includes(group) &&
          role.policies.includes(`p, proj:${project}:${role.name}, applications, ${right.action}, ${project}/*, allow`),
      )
    );
  };
}
