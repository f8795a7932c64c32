import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../commands/program.ts";
import { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { namespaceLabelsOn, unitManifests } from "../evaluate/manifests/unit-manifests.ts";
import { kubeconform, type RenderedFile } from "../gate/kubeconform.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { sampleFolder } from "../init/sample-folder.ts";
import { overlayFiles } from "../layout/overlay.ts";
import { objectFile, type UnitLayout } from "../layout/unit-layout.ts";
import { loadRepository } from "../load/load-repository.ts";
import { applyPublication } from "../publish/apply.ts";
import { TreeComparison } from "../publish/publication.ts";
import { openStaging } from "../publish/staging.ts";
import { diskTree } from "../publish/tree.ts";
import { type Rendering, render } from "../render/render.ts";
import { clusterFindings, clusterKinds, inventoryFindings, manifestSetFindings } from "../rules/run-rules.ts";
import { rules } from "../rules/table.ts";
import { initialised } from "../testing/git.ts";
import type { Inventory } from "../validate/inventory.ts";
import { sampleRepository } from "../validate/sample.ts";
import type { SelectedUnit } from "../validate/selection.ts";
import { validateInventory } from "../validate/validate-inventory.ts";

/**
 * Measures a synthetic fleet on two clusters, stage by stage: CPU seconds of this process and of its tools, and peak memory.
 * The numbers depend on this machine and this run. Nothing is asserted.
 */
const tenantCount = Number(process.argv[2] ?? 1_000);
const root = mkdtempSync(join(tmpdir(), "tenantry-bench-"));
const cache = join(root, "cache");
const machine = { env: process.env, log: (line: string) => process.stderr.write(`${line}\n`) };

try {
  writeFleet();
  process.stdout.write(`${tenantCount} tenants on 2 clusters\n\n`);
  process.stdout.write(
    "stage                                      own CPU s  tools' CPU s   wall s   peak MiB so far\n",
  );
  await stages();
  process.stdout.write("\n");
  await commands();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function stages(): Promise<void> {
  const documents = await measure("load: read and parse the YAML", async () => loadRepository(root));
  if (!documents.ok) throw new Error("the fleet does not load");
  const validated = await measure("validate: schemas and references", async () => validateInventory(documents.value));
  if (!validated.ok) throw new Error(JSON.stringify(validated.diagnostics[0]));
  const inventory = validated.value;
  const units = inventory.clusters.flatMap((cluster) => [
    { cluster, tenant: undefined },
    ...cluster.tenants.map((tenant) => ({ cluster, tenant })),
  ]);
  const layout = await measure("generate and lay out", async () => units.map((unit) => layoutOf(inventory, unit)));
  const overlays = layout.flatMap((layout) => layout.overlays);
  const gates = openToolchain(root, { ...machine, env: { ...process.env } }, true);
  const plain = { ...gates.renderer, fresh: false, cache: join(cache, "builds") };
  const rendering = await measure("render: plain overlays without kustomize", () => render(overlays, plain));
  await measure("kustomize: 100 of the overlays", () => render(overlays.slice(0, 100), gates.renderer));
  const groups: readonly (readonly RenderedFile[])[] = [
    ...layout.map(({ objects }) => objects.map((object) => ({ ...object, text: objectFile(object.object) }))),
    ...rendering.overlays.map(({ objects }) => objects),
  ];
  const [cluster] = inventory.clusters;
  if (cluster === undefined) throw new Error("no cluster");
  const validator = await gates.validator(cluster);
  const verdict = await measure(`kubeconform: ${groups.flat().length} objects`, () => kubeconform(groups, validator));
  if (verdict.diagnostics.length > 0) throw new Error(JSON.stringify(verdict.diagnostics[0]));
  await rulesOver(inventory, units, layout, rendering);
  const publication = await measure("publish: compare with the disk", async () => {
    const comparison = new TreeComparison(diskTree(root));
    for (const { texts } of layout) for (const [file, text] of texts) comparison.add(file, text);
    for (const overlay of overlays) for (const [file, text] of overlayFiles(overlay)) comparison.add(file, text);
    for (const { file, text } of groups.flat()) comparison.add(file, text);
    return comparison.publication({ clusters: [], tenants: [] });
  });
  await measure(`publish: write ${publication.writes.size} files`, async () =>
    applyPublication(root, await openStaging(root, process), publication),
  );
}

/** Runs the rules by topic, in batches as in a real run: per manifest set, then once for the objects that a cluster's rules read. */
async function rulesOver(
  inventory: Inventory,
  units: readonly SelectedUnit[],
  layout: readonly UnitLayout[],
  rendering: Rendering,
): Promise<void> {
  const rendered = new Map(rendering.overlays.map((overlay) => [overlay.overlay.application, overlay]));
  const namespaces = new Map(inventory.clusters.map((cluster) => [cluster.name, namespaceLabelsOn(cluster)]));
  const manifestSets = await measure("rules: manifest sets of all tenants", async () =>
    units.flatMap(({ cluster, tenant }, index) => {
      const unitLayout = layout[index];
      const context = {
        platform: cluster.platform,
        cluster,
        tenant,
        namespaces: namespaces.get(cluster.name) ?? new Map(),
      };
      return unitLayout === undefined ? [] : [unitManifests(unitLayout, rendered, context)];
    }),
  );
  for (const [topic, some] of Map.groupBy(rules, ({ code }) => code.split("/")[0] ?? "")) {
    await measure(`rules: ${topic} (${some.length})`, async () => {
      const kinds = clusterKinds(some);
      for (const { name } of inventory.clusters) {
        const onCluster = manifestSets.filter(({ context }) => context.cluster?.name === name);
        for (const manifestSet of onCluster) manifestSetFindings(manifestSet, some);
        const [first] = onCluster;
        if (first === undefined) continue;
        const shared = onCluster.flatMap((manifestSet) => manifestSet.of(...kinds));
        clusterFindings(new ManifestSet(shared, { ...first.context, tenant: undefined }), some);
      }
      inventoryFindings(inventory, some);
    });
  }
}

/** Whole commands, each in this process, on the tree that the stages wrote. */
async function commands(): Promise<void> {
  const call = (label: string, ...argv: string[]): Promise<unknown> =>
    measure(label, async () => {
      const messages: string[] = [];
      const code = await program(argv, {
        cwd: root,
        env: { ...process.env, TENANTRY_CACHE: process.env["TENANTRY_CACHE"] },
        out: (text) => messages.push(text),
        err: () => undefined,
        isTerminal: { out: false, err: false },
        now: () => performance.now(),
        today: () => "2026-11-23",
      });
      if (code !== 0) throw new Error(`${label}: ${messages.join("").slice(0, 500)}`);
    });
  await call("tenantry build of one tenant, no cache", "build", "--no-cache", "--tenant", "tenant-00001");
  await call("tenantry build, first", "build");
  await call("tenantry build, second: nothing to do", "build");
  await call("tenantry check of one tenant", "check", "--tenant", "tenant-00001");
  const file = join(root, "tenants/tenant-00001.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("team: Team 1 ", "team: Team One "));
  await call("tenantry build after one tenant changed", "build");
  await call("tenantry plan of one tenant's removal", "plan", "--tenant", "tenant-00002", "--lifecycle", "drained");
  await call("tenantry plan of a cluster's move", "plan", "--cluster", "production", "--pattern", "dedicated");
  await call("tenantry report", "report");
  initialised(root);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("team: Team One", "team: Team 1").replace(/memory: \d+Mi/, "memory: 96Mi"));
  await call("tenantry build, again", "build");
  await call("tenantry diff of one tenant's change", "diff", "HEAD");
  await call("tenantry guard of the same", "guard", "HEAD", "--team", "acme/ml-platform");
  writeFileSync(join(root, "tenants/tenant-new.yaml"), tenantText("tenant-new", 1));
  await call("tenantry diff of a new tenant", "diff", "HEAD", "--output", "markdown");
  rmSync(join(root, "tenants/tenant-new.yaml"));
  const platform = join(root, "platform/platform.yaml");
  writeFileSync(platform, readFileSync(platform, "utf8").replace("ports: [{ port: 9000 }]", "ports: [{ port: 9001 }]"));
  await call("tenantry diff of a change for all tenants", "diff", "HEAD", "--output", "markdown");
}

async function measure<T>(label: string, work: () => Promise<T>): Promise<T> {
  const before = { cpu: process.cpuUsage(), tools: toolSeconds(), wall: performance.now() };
  const result = await work();
  const { user, system } = process.cpuUsage(before.cpu);
  const tools = toolSeconds();
  const columns = [
    label.padEnd(42),
    ((user + system) / 1e6).toFixed(2).padStart(9),
    (tools === undefined || before.tools === undefined ? "unknown" : (tools - before.tools).toFixed(2)).padStart(13),
    ((performance.now() - before.wall) / 1000).toFixed(2).padStart(8),
    (process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(17),
  ];
  process.stdout.write(`${columns.join(" ")}\n`);
  return result;
}

/** CPU seconds of finished child processes. Only Linux reports them (proc_pid_stat(5), fields 16 and 17, in hundredths). */
function toolSeconds(): number | undefined {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return undefined;
  }
}

function writeFleet(): void {
  cpSync(join(sampleFolder, "platform"), join(root, "platform"), { recursive: true });
  // Use another repository than the sample's: comparisons for a running platform take longer than for the sample.
  const platform = join(root, "platform/platform.yaml");
  writeFileSync(platform, readFileSync(platform, "utf8").replace(sampleRepository, "https://git.acme.test/ml.git"));
  mkdirSync(join(root, "tenants"));
  for (const cluster of ["production", "staging"]) {
    mkdirSync(join(root, "clusters", cluster), { recursive: true });
    const text = readFileSync(join(sampleFolder, "clusters", cluster, "cluster.yaml"), "utf8");
    writeFileSync(
      join(root, "clusters", cluster, "cluster.yaml"),
      text.replace(
        /capacity: \{ cpu: \d+, memory: \d+Gi(, storage: \w+)?/,
        "capacity: { cpu: 1000000, memory: 4000000Gi",
      ),
    );
  }
  for (let index = 1; index <= tenantCount; index += 1) {
    const name = `tenant-${String(index).padStart(5, "0")}`;
    writeFileSync(join(root, "tenants", `${name}.yaml`), tenantText(name, index));
  }
}

/** Every tenth tenant has a pipeline, every twentieth a component, so that no stage has only easy work. */
function tenantText(name: string, index: number): string {
  const pipeline =
    index % 10 === 0
      ? "  pipelines:\n    flow: { steps: { baseline: {}, candidate: { inputs: [baseline] } }, output: [candidate] }\n"
      : "";
  const component = index % 20 === 0 ? "  components: [disruption-budget]\n" : "";
  return `apiVersion: tenantry.dev/v1alpha1
kind: Tenant
metadata: { name: ${name} }
spec:
  owner: { team: Team ${index} , contact: team-${index}@acme.test, github: acme/team-${index} }
  clusters:
    production: {}
    staging: { quota: { size: small } }
  quota: { size: medium }
  access: { groups: { engineers-${index}: deployer, analysts-${index}: viewer } }
  servers: { mlserver: { template: mlserver, replicas: ${1 + (index % 3)} } }
  models:
    baseline: { storageUri: "s3://${name}/baseline/${index}", requirements: [sklearn], memory: 256Mi }
    candidate: { storageUri: "s3://${name}/candidate/${index}", requirements: [sklearn], memory: 256Mi }
  experiments:
    split: { default: baseline, candidates: { baseline: 80, candidate: 20 } }
  network: { needs: [mlflow], callers: [ingress] }
${pipeline}${component}`;
}
