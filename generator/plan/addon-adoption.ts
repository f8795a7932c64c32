import { UsageError } from "../diagnostics/usage-error.ts";
import { addonApplications } from "../layout/addon-files.ts";
import { syncOptions } from "../layout/application.ts";
import { kubectlForArgoCD, kubectlForClusters } from "../layout/kubectl-context.ts";
import { addonApplication } from "../layout/names.ts";
import { addonFolder, fileNameOf, generatedPath } from "../layout/paths.ts";
import { crdKind } from "../models/kinds.ts";
import { readObject } from "../models/read-object.ts";
import type { Tree } from "../publish/tree.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import { type KnownCharts, knownChart } from "../validate/addons/charts-entry.ts";
import type { Adoption } from "../validate/addons/cluster-addon.ts";
import { immutableWorkloads, selectorOf } from "../validate/addons/immutable.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { hasLeft, retireOrder } from "../validate/addons/retire.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import type { CommitStep, Verification } from "./commit-step.ts";
import { editAt } from "./edit.ts";
import type { LastStep } from "./plan.ts";
import { resourceOf } from "./resource-of.ts";
import { syncDelay } from "./step-texts.ts";
import { applicationsHealthy, onArgoCD, onClusters } from "./verifications.ts";

/** An Application of the add-on, with what it expects to find on the cluster. */
interface Part {
  readonly name: string;
  readonly application: AddonApplication;
  readonly expected: Adoption;
}

/** The commits that adopt the objects of an add-on that another installer created: compare first, then sync. */
export function adoptionSteps(
  cluster: ClusterEntry,
  addon: AddonEntry,
  { inventory: { charts }, tree }: { readonly inventory: Inventory; readonly tree: Tree },
): readonly CommitStep[] {
  const parts = partsOf(addon, charts);
  const merged = parts.map(({ name }) => applicationIn(tree, cluster, addon, name));
  const synced = merged.find((application) => isAutomated(application));
  if (synced !== undefined)
    throw new UsageError(
      `Argo CD already syncs add-on ${addon.name} on ${cluster.name}`,
      "Plan an adoption only of an add-on that another installer has installed, before you build with it.",
    );
  return [
    ...(merged.includes(undefined) ? [compareStep(cluster, addon, parts)] : []),
    {
      title: `Let Argo CD sync add-on ${addon.name}`,
      why: "The comparison shows that nothing changes but the annotations and labels of Argo CD. Stop the other installer first: remove the role from the playbook, and let no user run helm upgrade.",
      edits: [editAt(addon.onCluster("adopts"), undefined)],
      next: parts.map(({ name }) => firstSync(cluster, addonApplication(cluster.name, addon.name, name))),
      takes: [syncDelay],
      verify: [applicationsHealthy([cluster]), ...sameObjects(cluster, addon)],
    },
  ];
}

/** Argo CD syncs nothing if nothing differs. Without its annotation, it would not delete the objects with the add-on. */
function firstSync(cluster: ClusterEntry, application: string): Verification {
  const operation = JSON.stringify({ operation: { sync: { syncOptions } } });
  return {
    command: `${kubectlForArgoCD([cluster])} patch application ${application} --namespace ${cluster.spec.argoCD.namespace} --type merge --patch '${operation}'`,
    expect: `"patched"${onArgoCD([cluster])}. Run it after Argo CD has synced the root: it writes the annotation of Argo CD into the objects, also if nothing else differs`,
  };
}

function applicationIn(tree: Tree, cluster: ClusterEntry, addon: AddonEntry, part: string): RawMap | undefined {
  return readObject(tree.read(addonApplications(cluster.name, addon.name, fileNameOf("Application", part))));
}

function isAutomated(application: RawMap | undefined): boolean {
  return valueAt(application, ["spec", "syncPolicy", "automated"]) !== undefined;
}

function compareStep(cluster: ClusterEntry, addon: AddonEntry, parts: readonly Part[]): CommitStep {
  return {
    title: `Compare add-on ${addon.name} with what runs`,
    why: "The Applications of this commit have no automatic sync and no finalizer: Argo CD compares, and changes and deletes nothing of the release. The namespaces, the network policies and the objects of tenants are synced. check compares the entries of adopts with the chart, so write there what the commands print.",
    edits: parts.map(({ name, expected }) =>
      editAt(addon.onCluster("adopts", name), addon.adopts[name] ?? withoutEmpty(expected)),
    ),
    first: [...parts.flatMap((part) => releaseChecks(cluster, part)), ...workloadChecks(cluster, addon, parts)],
    takes: [syncDelay],
    verify: parts.flatMap((part) => comparisons(cluster, addon, part)),
  };
}

/** The manual last step: what would let another installer change the objects again. */
export function lastAdoptionStep(cluster: ClusterEntry, addon: AddonEntry): LastStep {
  const kubectl = kubectlForClusters([cluster]);
  return {
    message:
      "Run these parts after Argo CD has synced the last commit. They remove the records of Helm, so that no helm upgrade changes the objects again. Argo CD does not remove them.",
    parts: Object.entries(addon.spec.applications).flatMap(([name, { chart, kinds, namespace = addon.name }]) => {
      if (chart === undefined || hasLeft(addon, name)) return [];
      const resources = kinds.map(resourceOf).join(",");
      return [
        {
          message: `Remove the records of release ${chart.release}. Without the annotations, helm install rejects the objects:`,
          commands: [
            `${kubectl} delete secrets --namespace ${namespace} --selector owner=helm,name=${chart.release}`,
            ...(kinds.length === 0
              ? []
              : [
                  `${kubectl} annotate ${resources} --all --namespace ${namespace} meta.helm.sh/release-name- meta.helm.sh/release-namespace-`,
                ]),
          ],
        },
      ];
    }),
  };
}

function partsOf(addon: AddonEntry, charts: KnownCharts): readonly Part[] {
  return [...retireOrder(addon.spec)].reverse().flatMap((name): Part[] => {
    const application = addon.spec.applications[name];
    if (application === undefined || hasLeft(addon, name)) return [];
    const { chart, namespace } = application;
    const workloads = immutableWorkloads((chart && knownChart(charts, chart)?.spec) ?? { pods: {} });
    const expected = {
      ...(chart === undefined ? {} : { release: chart.release }),
      ...(namespace === undefined ? {} : { namespace }),
      selectors: Object.fromEntries(workloads.map(([id, pods]) => [id, selectorOf(pods)])),
      claims: Object.fromEntries(
        workloads.flatMap(([id, { claims }]) =>
          claims === undefined || claims.length === 0 ? [] : [[id, [...claims]]],
        ),
      ),
    };
    return [{ name, application, expected: addon.adopts[name] ?? expected }];
  });
}

function withoutEmpty({ selectors, claims, ...place }: Adoption): object {
  return {
    ...place,
    ...(Object.keys(selectors).length > 0 && { selectors }),
    ...(Object.keys(claims).length > 0 && { claims }),
  };
}

/** The release that runs: its version and its values must be those of the add-on. */
function releaseChecks(
  cluster: ClusterEntry,
  { name, application: { chart, namespace } }: Part,
): readonly Verification[] {
  if (chart === undefined || namespace === undefined) return [];
  const on = onClusters([cluster]);
  return [
    {
      command: `helm list --namespace ${namespace} --filter '^${chart.release}$'`,
      expect: `the chart ${chart.name}-${chart.version}${on}. For another version, set versions of the add-on to it, adopt, and upgrade afterwards. If another installer than Helm applied the objects, the list is empty`,
    },
    {
      command: `helm get values ${chart.release} --namespace ${namespace} --output yaml`,
      expect: `the values of Application ${name}. Write differences that must stay to values of the add-on`,
    },
  ];
}

/** The selectors, the claims and the identities of what runs. */
function workloadChecks(cluster: ClusterEntry, addon: AddonEntry, parts: readonly Part[]): readonly Verification[] {
  const kubectl = kubectlForClusters([cluster]);
  const on = onClusters([cluster]);
  const expected = new Map<string, Adoption[]>();
  for (const { application, expected: adoption } of parts)
    if (application.chart !== undefined && application.namespace !== undefined)
      expected.set(application.namespace, [...(expected.get(application.namespace) ?? []), adoption]);
  return [
    ...[...expected].flatMap(([namespace, all]) => {
      const selectors = all.flatMap((adoption) => Object.entries(adoption.selectors));
      const claims = all.flatMap((adoption) => Object.entries(adoption.claims));
      return [
        {
          command: `${kubectl} get deployments,statefulsets,daemonsets --namespace ${namespace} --output jsonpath='{range .items[*]}{.kind}/{.metadata.name}: {.spec.selector.matchLabels}{"\\n"}{end}'`,
          expect: `the selectors of the chart${on}: ${selectors.map(([id, labels]) => `${id}: ${JSON.stringify(labels)}`).join("; ")}`,
        },
        ...(claims.length === 0
          ? []
          : [
              {
                command: `${kubectl} get statefulsets --namespace ${namespace} --output jsonpath='{range .items[*]}StatefulSet/{.metadata.name}: {.spec.volumeClaimTemplates[*].metadata.name}{"\\n"}{end}'`,
                expect: `the volume claim templates of the chart${on}: ${claims.map(([id, names]) => `${id}: ${names.join(" ")}`).join("; ")}`,
              },
            ]),
      ];
    }),
    ...Object.keys(addon.spec.namespaces)
      .sort()
      .map((namespace) => ({
        command: `${identities(cluster, namespace)} | tee ${identitiesFile(cluster, addon, namespace)}`,
        expect: `the StatefulSets and claims with their UIDs${on}. A later check reads this file`,
      })),
  ];
}

function identities(cluster: ClusterEntry, namespace: string): string {
  return `${kubectlForClusters([cluster])} get statefulsets,persistentvolumeclaims --namespace ${namespace} --no-headers --output custom-columns=KIND:.kind,NAME:.metadata.name,UID:.metadata.uid`;
}

function identitiesFile({ name: cluster }: ClusterEntry, { name }: AddonEntry, namespace: string): string {
  return `~/${cluster}.${name}.${namespace}.uids`;
}

function sameObjects(cluster: ClusterEntry, addon: AddonEntry): readonly Verification[] {
  return Object.keys(addon.spec.namespaces)
    .sort()
    .map((namespace) => ({
      command: `${identities(cluster, namespace)} | diff ${identitiesFile(cluster, addon, namespace)} -`,
      expect: `no output: the StatefulSets and claims are the same${onClusters([cluster])}`,
    }));
}

/** Server-side dry runs of what Argo CD will apply, before it applies anything. */
function comparisons(cluster: ClusterEntry, addon: AddonEntry, { name, application }: Part): readonly Verification[] {
  const { chart, git, clusterKinds, namespace = addon.name } = application;
  const object = addonApplication(cluster.name, addon.name, name);
  const listed = {
    command: `${kubectlForArgoCD([cluster])} get application ${object} --namespace ${cluster.spec.argoCD.namespace} --output jsonpath='{range .status.resources[*]}{.kind}/{.name} {.status} {.health.status}{"\\n"}{end}'`,
    expect: `no line with "Missing" and, at best, none with "OutOfSync"${onArgoCD([cluster])}. Argo CD would create an object that is missing, and change one that is OutOfSync`,
  };
  const dryRun = `${kubectlForClusters([cluster])} diff --server-side --force-conflicts --field-manager argocd-controller`;
  if (git !== undefined) return [listed];
  if (chart === undefined)
    return [
      listed,
      {
        command: `${dryRun} --recursive --filename ${generatedPath(cluster.name, "rendered", addonFolder(addon.name, name))}`,
        expect: `no difference but annotations and labels${onClusters([cluster])}`,
      },
    ];
  const values = `~/${object}.values`;
  const reference = chart.repository.startsWith("https://")
    ? `${chart.name} --repo ${chart.repository}`
    : `oci://${chart.repository}/${chart.name}`;
  const template = `helm template ${chart.release} ${reference} --version ${chart.version} --namespace ${namespace} --values ${values}${clusterKinds.includes(crdKind) ? " --include-crds" : ""} --no-hooks`;
  return [
    listed,
    {
      command: `${kubectlForArgoCD([cluster])} get application ${object} --namespace ${cluster.spec.argoCD.namespace} --output jsonpath='{.spec.source.helm.valuesObject}' | tee ${values}`,
      expect: "the values of the chart as JSON",
    },
    {
      command: `${template} | ${dryRun} --namespace ${namespace} --filename -`,
      expect: `no difference but annotations and labels${onClusters([cluster])}`,
    },
    {
      command: `helm get manifest ${chart.release} --namespace ${namespace} | diff - <(${template})`,
      expect:
        'no line that begins with "<" and contains a field. Argo CD does not remove a field that Helm has set, for example a variable that the add-on does not have',
    },
  ];
}
