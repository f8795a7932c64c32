import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sampleRepository } from "../validate/sample.ts";
import { sampleByHand } from "./sample-by-hand.ts";

/** Folders that belong to the adopter who runs the platform. */
const owned = ["clusters", "platform", "tenants"] as const;

/** Files of the sample that the adopter removes: a tenant, a component, and a health check. */
const removed =
  /^(tenants\/recommendation-engine|platform\/components\/disruption-budget|platform\/argo-cd\/health\/PersistentVolumeClaim)/;

/** Every name that an adopter chooses, in paths and in texts. */
const words: readonly (readonly [sample: RegExp | string, adopted: string])[] = [
  [sampleRepository, "ssh://git@git.orbit.example:2222/serving/platform.git"],
  ["refs/heads/main", "refs/heads/trunk"],
  ["acme.test", "orbit.example"],
  ["acme", "orbit"],
  ["ml-platform", "serving"],
  [/\bproduction\b/g, "live"],
  [/\bstaging\b/g, "lab"],
  [/churn|retention/g, "loyalty"],
  ["fraud", "abuse"],
  ["Fraud", "Abuse"],
  ["no-load-balancers", "no-addresses"],
  ["minio", "depot"],
  ["vault", "safe"],
  ["version: 1.34.4", "version: 1.33.7"],
  [/pattern: (standard|dedicated)/g, "pattern: swapped-$1"],
  ["pattern: swapped-standard", "pattern: dedicated"],
  ["pattern: swapped-dedicated", "pattern: standard"],
  ["cni: calico", "cni: cilium"],
  [/10[.]([45])/g, "10.1$1"],
  ["  network: { tenants: { calls: [recommendation-engine] } }\n", ""],
];

/**
 * Turns a folder into an adopted repository: every file in the adopter's folders differs from the sample, nothing is
 * generated yet, and the README is different.
 */
export function adopt(root: string): void {
  for (const folder of owned) rmSync(join(root, folder), { recursive: true, force: true });
  const sample = sampleByHand();
  for (const file of filesBelow(sample)) {
    if (removed.test(file)) continue;
    const text = renamed(readFileSync(join(sample, file), "utf8"));
    write(root, renamed(file), file.endsWith(".lua") ? `-- Ours.\n${text}` : `# Ours.\n${text}`);
  }
  write(root, "README.md", "# Serving at Orbit\n");
}

/** Makes the same files invalid, so that a test that reads one of them fails. */
export function corruptFiles(root: string): void {
  for (const folder of owned)
    for (const file of filesBelow(join(root, folder))) write(root, `${folder}/${file}`, "{ not for tests\n");
}

function renamed(text: string): string {
  return words.reduce((result, [sample, adopted]) => result.replaceAll(sample, adopted), text);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
}

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

// For `.ci/run`: node generator/testing/adopt.ts adopt|corrupt <folder>.
if (realpathSync(process.argv[1] ?? "") === import.meta.filename) {
  const [action, root] = process.argv.slice(2);
  const change = { adopt, corrupt: corruptFiles }[action ?? ""];
  if (change === undefined || root === undefined) throw new Error("usage: adopt.ts adopt|corrupt <folder>");
  change(root);
}
