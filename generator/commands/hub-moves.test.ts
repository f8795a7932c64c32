import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { hubSandbox } from "../testing/hub.ts";
import { treeOf, withOneArgoCD, write } from "../testing/sandbox.ts";

const cluster = "clusters/production/cluster.yaml";
const own = 'argoCD: { version: 3.2.11, destination: { server: "https://kubernetes.default.svc" } }';
const inHub = "argoCD: { hub: main, destination: { name: production } }";
const rootsIn = (root: string): readonly string[] =>
  [...treeOf(root).keys()]
    .flatMap((file) => /^platform\/hubs\/main\/roots\/([^/]+)\/appproject-/.exec(file)?.[1] ?? [])
    .sort();

function replace(root: string, from: string, to: string): void {
  const text = readFileSync(join(root, cluster), "utf8");
  if (!text.includes(from)) throw new Error(`text not found in ${cluster}: ${from}`);
  write(root, cluster, text.replace(from, to));
}

test("a cluster moves from its own Argo CD to a hub and back: the plan deletes nothing, and each build moves only the roots of the cluster", async () => {
  const root = withOneArgoCD(
    hubSandbox({
      hub: "{ version: 3.2.11 }",
      production: own.slice("argoCD: ".length),
    }),
  );
  expect((await tenantry(root, ["build"])).code).toBe(0);
  expect(rootsIn(root)).toEqual(["staging"]);

  replace(root, own, inHub);
  const { out } = await tenantry(root, ["plan", "--cluster", "production", "--output", "json"]);
  const [step] = JSON.parse(out).steps;
  const changes: readonly {
    readonly verb: string;
    readonly application?: string;
    readonly object: { readonly kind: string; readonly name: string };
  }[] = step.changes;
  const verbs = (application: string | undefined): readonly string[] =>
    changes.filter((change) => change.application === application).map(({ verb, object }) => `${verb} ${object.name}`);
  expect(changes.filter(({ verb }) => verb === "delete")).toEqual([]);
  expect(verbs(undefined)).toContain("stay argocd-cm");
  expect(verbs(undefined).every((change) => change.startsWith("stay "))).toBe(true);
  expect(verbs("main.hub")).toEqual([
    "create production.roots",
    "create production.roots.platform",
    "create production.roots.tenants",
  ]);
  expect(step.title).toBe("Move production to another Argo CD");
  expect(step.first[0].command).toMatch(/^kubectl --context \S+ delete applications production[.]roots[.]tenants /);
  expect(step.effects).toContainEqual(
    expect.objectContaining({
      about: "Application production.platform.namespaces in argocd",
      message: expect.stringContaining("to production instead of https://kubernetes.default.svc"),
    }),
  );

  expect((await tenantry(root, ["build", "--cluster", "production"])).code).toBe(0);
  expect(rootsIn(root)).toEqual(["production", "staging"]);
  expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);

  replace(root, inHub, own);
  const leaving = JSON.parse((await tenantry(root, ["plan", "--cluster", "production", "--output", "json"])).out);
  expect(leaving.steps[0].effects).toContainEqual(
    expect.objectContaining({
      about: "Application production.roots.platform in argocd",
      message: expect.stringContaining("The Applications of this root Application stay in Argo CD"),
    }),
  );
  expect(leaving.back).toEqual([expect.stringContaining("cancel"), expect.stringContaining("another move")]);

  expect((await tenantry(root, ["build", "--cluster", "production"])).code).toBe(0);
  expect(rootsIn(root)).toEqual(["staging"]);
  expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);
});

test("a hub with another name: the plan of one cluster lists the objects of both hubs, and the old Application stays", async () => {
  const root = withOneArgoCD(hubSandbox({ hub: "{ version: 3.2.11 }" }));
  expect((await tenantry(root, ["build"])).code).toBe(0);
  const platform = "platform/platform.yaml";
  write(root, platform, readFileSync(join(root, platform), "utf8").replace("hubs: { main:", "hubs: { central:"));
  for (const name of ["staging", "production"]) {
    const file = `clusters/${name}/cluster.yaml`;
    write(root, file, readFileSync(join(root, file), "utf8").replace("hub: main", "hub: central"));
  }
  const { out, code } = await tenantry(root, ["plan", "--cluster", "production", "--output", "json"]);
  expect(code).toBe(0);
  const [step] = JSON.parse(out).steps;
  const applications: readonly {
    readonly verb: string;
    readonly hub?: string;
    readonly object: { readonly name: string };
  }[] = step.changes.filter(
    (change: { readonly object: { readonly kind: string } }) => change.object.kind === "Application",
  );
  expect(
    applications
      .flatMap(({ verb, hub, object }) => (hub === undefined ? [] : [`${verb} ${object.name} of ${hub}`]))
      .sort(),
  ).toEqual(["create central.hub of central", "stay main.hub of main"]);
  expect(step.next[0].command).toMatch(/^kubectl --context \S+ delete application main[.]hub --namespace argocd$/);
});

test("a new hub: the plan lists the objects of its bootstrap, which a person applies, and names its runbook", async () => {
  const root = hubSandbox();
  const { out } = await tenantry(root, ["plan", "--output", "json"]);
  const [step] = JSON.parse(out).steps;
  const byHand: readonly { readonly cluster: string; readonly object: { readonly name: string } }[] =
    step.changes.filter((change: { readonly application?: string }) => change.application === undefined);
  expect(byHand.map(({ cluster: place, object }) => `${place}: ${object.name}`).sort()).toEqual(
    ["argocd", "argocd-cm", "argocd-cmd-params-cm", "main.hub", "main.hub", "repository-tenantry"].map(
      (name) => `platform/hubs/main: ${name}`,
    ),
  );
  expect(step.effects).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining("follow platform/hubs/main/README.md first") }),
  );
});

test("a file without the mark in the folder of a hub stops the build", async () => {
  const root = hubSandbox();
  write(root, "platform/hubs/main/roots/staging/application-mine.yaml", "kind: Application\n");
  const { code, out } = await tenantry(root, ["build", "--cluster", "staging", "--output", "json"]);
  expect(code).toBe(1);
  expect(JSON.parse(out).diagnostics.map((found: { readonly code: string }) => found.code)).toContain(
    "publish/unmarked",
  );
});

test("the last cluster of a hub is removed: the plan is not blocked, and keeps the roots and the bootstrap of the hub in the cluster", async () => {
  const root = withOneArgoCD(hubSandbox({ hub: "{ version: 3.2.11 }", staging: own.slice("argoCD: ".length) }));
  expect((await tenantry(root, ["build"])).code).toBe(0);
  const { code, out } = await tenantry(root, [
    "plan",
    "--cluster",
    "production",
    "--lifecycle",
    "removed",
    "--output",
    "json",
  ]);
  expect(code).toBe(0);
  const step = JSON.parse(out).steps.at(-1);
  const changes: readonly { readonly verb: string; readonly object: { readonly name: string } }[] = step.changes;
  expect([...new Set(changes.map(({ verb }) => verb))]).toEqual(["stay"]);
  expect(changes.map(({ object }) => object.name)).toEqual(
    expect.arrayContaining(["main.hub", "production.roots.platform", "production.roots.tenants"]),
  );
});
