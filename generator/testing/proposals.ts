import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changedFiles } from "../diff/changed-files.ts";
import { memoizedReader } from "../diff/desired-state.ts";
import { statementsOf } from "../diff/difference.ts";
import { layOut } from "../gate/lay-out.ts";
import type { Proposal } from "../guard/guard.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { changesOf } from "../plan/change.ts";
import { byFolder, type Tree } from "../publish/tree.ts";
import { render } from "../render/render.ts";
import { cacheFolder } from "../tools/cache.ts";
import { provideTool } from "../tools/provide-tool.ts";
import type { Inventory } from "../validate/inventory.ts";
import { inventoryOf } from "./inventory.ts";
import { emptyFolder, write } from "./sandbox.ts";

const golden = join(import.meta.dirname, "../golden/four-patterns");

/** Clusters of these proposals: one with Cilium, and three, because a set of two values hides what moves between three. */
const clusters = [
  { name: "alpha", cni: "calico", order: 10 },
  { name: "beta", cni: "cilium", order: 20 },
  { name: "gamma", cni: "calico", order: 30 },
] as const;

/** Files of a repository by path, over a platform and clusters of their own. */
export type Files = Readonly<Record<string, string>>;

/** A tenant's file: `spec` is more of its spec, as YAML lines without indentation. */
export function tenantWith(name: string, spec = "", owner = "acme/retention"): Files {
  const here = /^clusters:/m.test(spec) ? "" : "clusters: { alpha: {}, beta: {}, gamma: {} }\n";
  const lines = `owner: { team: Team, contact: team@acme.test, github: ${owner} }\n${here}${spec.replace(/^\n/, "")}`;
  const text = `apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: { name: ${name} }\nspec:\n${lines.replace(/^(?=.)/gm, "  ")}`;
  return { [`tenants/${name}.yaml`]: text };
}

/** A repository in a folder of its own: these files over a platform and clusters that belong to nobody else. */
export function repositoryWith(files: Files): string {
  const root = emptyFolder();
  write(root, "platform/platform.yaml", readFileSync(join(golden, "platform/platform.yaml"), "utf8"));
  const cluster = readFileSync(join(golden, "clusters/standard/cluster.yaml"), "utf8");
  for (const { name, cni, order } of clusters)
    write(
      root,
      `clusters/${name}/cluster.yaml`,
      cluster
        .replace("name: standard", `name: ${name}`)
        .replace("cni: calico", `cni: ${cni}`)
        .replace("order: 10", `order: ${order}`),
    );
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  return root;
}

/** The platform's file of these proposals, with some of its text replaced. */
export function platformProposal(from: string, to: string): Files {
  const text = readFileSync(join(golden, "platform/platform.yaml"), "utf8");
  if (!text.includes(from)) throw new Error(`the platform's file does not say ${from}`);
  return { "platform/platform.yaml": text.replace(from, to) };
}

/** One side of a proposal: what the files mean, and everything that is rendered of them. */
export interface ProposalSide {
  readonly inventory: Inventory;
  readonly tree: Tree;
  readonly files: ReadonlyMap<string, string>;
}

/** The sides that were asked for last: of one table's proposals most begin with the same. */
const sides = new Map<string, Promise<ProposalSide>>();
const mostSides = 8;

/** Inputs that are refused are an error here: what `check` stops, guard is not asked about. */
export function sideOf(files: Files): Promise<ProposalSide> {
  const key = JSON.stringify(files);
  const side = sides.get(key) ?? renderedSide(files);
  sides.delete(key);
  sides.set(key, side);
  for (const oldest of [...sides.keys()].slice(0, -mostSides)) sides.delete(oldest);
  return side;
}

async function renderedSide(files: Files): Promise<ProposalSide> {
  const inventory = inventoryOf(repositoryWith(files));
  const units = inventory.clusters.flatMap((cluster) => [
    { cluster, tenant: undefined },
    ...cluster.tenants.map((tenant) => ({ cluster, tenant })),
  ]);
  const layout = units.map((unit) => layOut(inventory, unit));
  const kustomize = () => provideTool("kustomize", { env: process.env, log: () => undefined });
  const { overlays, diagnostics } = await render(
    layout.flatMap((layout) => layout.overlays),
    { kustomize, cache: join(cacheFolder(process), "builds"), fresh: false, log: () => undefined },
  );
  const [problem] = diagnostics;
  if (problem !== undefined) throw new Error(problem.message);
  const rendered = new Map([
    ...overlays.flatMap(({ objects }) => objects.map(({ file, text }) => [file, text] as const)),
    ...layout.flatMap(({ objects }) => objects.map(({ file, object }) => [file, objectFile(object)] as const)),
  ]);
  return { inventory, tree: treeOf(rendered), files: rendered };
}

function treeOf(files: ReadonlyMap<string, string>): Tree {
  const folders = byFolder(files.keys());
  return {
    read: (file) => files.get(file),
    below: (folder) => (folders.get(folder) ?? []).map((file) => ({ file, regular: true })),
    clusters: () => clusters.map(({ name }) => name),
  };
}

/** What a pull request that changes these files proposes, with everything that follows from them. */
export async function proposalOf(before: Files, after: Files): Promise<Proposal> {
  const [old, fresh] = [await sideOf(before), await sideOf(after)];
  return between(old, fresh, changedIn(before, after));
}

export function changedIn(before: Files, after: Files): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((file) => before[file] !== after[file]).sort();
}

export function between(old: ProposalSide, fresh: ProposalSide, files: readonly string[]): Proposal {
  const read = memoizedReader();
  const candidates = new Set([...old.files.keys(), ...fresh.files.keys()]);
  const changes = changesOf(changedFiles(old.tree, fresh.tree, candidates), old.tree);
  return {
    before: old.inventory,
    after: fresh.inventory,
    platformTeam: old.inventory.platform.spec.owner.github,
    stale: [],
    files,
    statements: statementsOf({ ...old, read }, { ...fresh, read }, changes),
    deletes: changes.some(({ verb }) => verb === "delete"),
  };
}
