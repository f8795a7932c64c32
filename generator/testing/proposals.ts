import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changedFiles } from "../diff/changed-files.ts";
import { memoizedReader } from "../diff/desired-state.ts";
import { statementsOf } from "../diff/difference.ts";
import { layoutOf } from "../gate/layout-of.ts";
import type { Proposal } from "../guard/proposal.ts";
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

/** Clusters of these proposals, each in its own environment. One has Cilium. There are three, because two clusters would hide moves between three. */
const clusters = [
  { name: "alpha", cni: "calico", order: 10 },
  { name: "beta", cni: "cilium", order: 20 },
  { name: "gamma", cni: "calico", order: 30 },
] as const;

/** Files of a repository by path, added to a platform and clusters of these tests. */
export type Files = Readonly<Record<string, string>>;

/** A tenant file. `spec` adds fields to its spec, as YAML lines without indentation. */
export function tenantWith(name: string, spec = "", owner = "acme/retention"): Files {
  const onClusters = /^cluster(s|Groups|Selector):/m.test(spec) ? "" : "clusters: { alpha: {}, beta: {}, gamma: {} }\n";
  const lines = `owner: { team: Team, contact: team@acme.test, github: ${owner} }\n${onClusters}${spec.replace(/^\n/, "")}`;
  const text = `apiVersion: tenantry.dev/v1alpha1\nkind: Tenant\nmetadata: { name: ${name} }\nspec:\n${lines.replace(/^(?=.)/gm, "  ")}`;
  return { [`tenants/${name}.yaml`]: text };
}

/** Creates a repository in a new folder: these files, and a platform and clusters of these tests. */
export function repositoryWith(files: Files): string {
  const root = emptyFolder();
  write(root, "platform/platform.yaml", readFileSync(join(golden, "platform/platform.yaml"), "utf8"));
  for (const { name } of clusters) write(root, `clusters/${name}/cluster.yaml`, clusterText(name));
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  return root;
}

function clusterText(cluster: string): string {
  const { cni, order } = clusters.find(({ name }) => name === cluster) ?? clusters[0];
  return readFileSync(join(golden, "clusters/standard/cluster.yaml"), "utf8")
    .replace("name: standard", `name: ${cluster}`)
    .replace("environment: staging", `environment: ${cluster}`)
    .replace("cni: calico", `cni: ${cni}`)
    .replace("order: 10", `order: ${order}`);
}

/** The file of a cluster of these proposals, with some of its text replaced. */
export function clusterProposal(cluster: string, from: string, to: string): Files {
  const text = clusterText(cluster);
  if (!text.includes(from)) throw new Error(`the file of cluster ${cluster} does not contain ${from}`);
  return { [`clusters/${cluster}/cluster.yaml`]: text.replace(from, to) };
}

/** The platform file of these proposals, with some of its text replaced. */
export function platformProposal(from: string, to: string): Files {
  const text = readFileSync(join(golden, "platform/platform.yaml"), "utf8");
  if (!text.includes(from)) throw new Error(`the platform file does not contain ${from}`);
  return { "platform/platform.yaml": text.replace(from, to) };
}

/** The base or the head of a proposal: the inventory of its files, and everything that is rendered from them. */
export interface ProposalRevision {
  readonly inventory: Inventory;
  readonly tree: Tree;
  readonly files: ReadonlyMap<string, string>;
}

/** The most recently used bases and heads: most proposals of one table have the same base. */
const sides = new Map<string, Promise<ProposalRevision>>();
const mostSides = 8;

/** Renders a base or head. Invalid inputs are an error here: `check` rejects them before guard runs. */
export function revisionOf(files: Files): Promise<ProposalRevision> {
  const key = JSON.stringify(files);
  const side = sides.get(key) ?? renderedRevision(files);
  sides.delete(key);
  sides.set(key, side);
  for (const oldest of [...sides.keys()].slice(0, -mostSides)) sides.delete(oldest);
  return side;
}

async function renderedRevision(files: Files): Promise<ProposalRevision> {
  return revisionIn(repositoryWith(files));
}

/** The revision of the inputs in a folder. */
export async function revisionIn(root: string): Promise<ProposalRevision> {
  const inventory = inventoryOf(root);
  const units = inventory.clusters.flatMap((cluster) => [
    { cluster, tenant: undefined },
    ...cluster.tenants.map((tenant) => ({ cluster, tenant })),
  ]);
  const layout = units.map((unit) => layoutOf(inventory, unit));
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
    ...layout.flatMap(({ texts }) => [...texts]),
  ]);
  const names = inventory.clusters.map(({ name }) => name);
  return { inventory, tree: treeOf(rendered, names), files: rendered };
}

function treeOf(files: ReadonlyMap<string, string>, clusterNames: readonly string[]): Tree {
  const folders = byFolder(files.keys());
  return {
    read: (file) => files.get(file),
    below: (folder) => (folders.get(folder) ?? []).map((file) => ({ file, regular: true })),
    clusters: () => clusterNames,
  };
}

/** The proposal of a pull request that changes these files, with everything that is generated from them. */
export async function proposalOf(before: Files, after: Files): Promise<Proposal> {
  const [base, head] = [await revisionOf(before), await revisionOf(after)];
  return between(base, head, changedIn(before, after));
}

export function changedIn(before: Files, after: Files): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((file) => before[file] !== after[file]).sort();
}

export function between(base: ProposalRevision, head: ProposalRevision, files: readonly string[]): Proposal {
  const read = memoizedReader();
  const candidates = new Set([...base.files.keys(), ...head.files.keys()]);
  const changes = changesOf(changedFiles(base.tree, head.tree, candidates), base.tree);
  return {
    before: base.inventory,
    after: head.inventory,
    platformTeam: base.inventory.platform.spec.owner.github,
    outdated: [],
    files,
    filesOutside: [],
    statements: statementsOf({ ...base, read }, { ...head, read }, changes),
    deletes: changes.some(({ verb }) => verb === "delete"),
  };
}
