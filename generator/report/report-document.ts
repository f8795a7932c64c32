import { platformApplication, tenantApplication } from "../layout/names.ts";
import { preciseAmount } from "../models/amount-text.ts";
import { platformParts } from "../models/platform-parts.ts";
import { patterns } from "../patterns/table.ts";
import { type Block, heading } from "../text/document.ts";
import type { KnownCharts } from "../validate/addons/charts-entry.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { type AddonSoftware, addonSoftware, addonSoftwareBlocks } from "./addon-software.ts";
import { type EndedAddon, endedAddonBlocks, endedAddons } from "./ended-addons.ts";
import { type KafkaUsers, kafkaSentence, kafkaUsersOf } from "./kafka-users.ts";
import { type MeshNamespace, meshNamespacesOf } from "./mesh-namespaces.ts";
import {
  type Dependency,
  dependenciesOf,
  type ModelPlacement,
  modelPlacementOf,
  type Utilisation,
  utilisationOf,
} from "./metrics.ts";

/** The success metrics of a platform with scoped tenants, computed from its files. */
export interface Report {
  readonly clusters: readonly string[];
  readonly dependencies: readonly Dependency[];
  readonly homes: readonly ModelPlacement[];
  readonly utilisation: readonly Utilisation[];
  readonly kafka: readonly KafkaUsers[];
  /** The namespaces in the meshes of the clusters. */
  readonly mesh: readonly MeshNamespace[];
  readonly debts: readonly Debt[];
  readonly addons: readonly AddonSoftware[];
  /** Add-ons whose software has no more support. */
  readonly ended: readonly EndedAddon[];
  /** Applications that Argo CD renders, and that Tenantry does not check. */
  readonly ungated: readonly string[];
  /** Commands that print the permission errors of the last day. */
  readonly queries: readonly string[];
}

interface Debt {
  readonly cluster: string;
  readonly role: string;
  readonly image: string;
  readonly fixes: readonly string[];
  readonly reason: string;
  readonly owner: string;
  readonly reviewBy: string;
}

export function reportOf(clusters: readonly ClusterEntry[], tenants: readonly string[], charts: KnownCharts): Report {
  const pairs = clusters.flatMap((cluster) =>
    cluster.tenants
      .filter(({ name }) => tenants.length === 0 || tenants.includes(name))
      .map((tenant) => ({ cluster, tenant })),
  );
  const addons = clusters.flatMap((cluster) => addonSoftware(cluster, charts));
  return {
    clusters: clusters.map(({ name }) => name),
    dependencies: pairs.flatMap(({ cluster, tenant }) => dependenciesOf(cluster, tenant)),
    homes: pairs.map(({ cluster, tenant }) => modelPlacementOf(cluster, tenant)),
    utilisation: pairs.flatMap(({ cluster, tenant }) => utilisationOf(cluster, tenant)),
    kafka: clusters.flatMap((cluster) => kafkaUsersOf(cluster) ?? []),
    mesh: clusters.flatMap((cluster) => meshNamespacesOf(cluster, tenants)),
    debts: clusters.flatMap(patchedImagesOf),
    addons,
    ended: clusters.flatMap(endedAddons),
    ungated: clusters.flatMap((cluster) => [
      platformApplication(cluster.name, platformParts.crds),
      ...(patterns[cluster.spec.seldon.pattern].operator === "central"
        ? [platformApplication(cluster.name, platformParts.operator)]
        : pairs
            .filter((pair) => pair.cluster === cluster)
            .map(({ tenant }) => tenantApplication(cluster.name, tenant.name, "operator"))),
      ...addons.filter((used) => used.cluster === cluster.name).map(({ application }) => application),
    ]),
    queries: [
      ...[...new Set(pairs.map(({ tenant }) => tenant.name))].map((name) => logsOf(name, "app.kubernetes.io/name")),
      ...[...new Set(pairs.map(({ cluster, tenant }) => operatorNamespace(cluster, tenant.name)))].map((name) =>
        logsOf(name, "control-plane=v2-controller-manager"),
      ),
    ],
  };
}

function operatorNamespace({ platform, spec }: ClusterEntry, tenant: string): string {
  return patterns[spec.seldon.pattern].operator === "tenant" ? tenant : platform.spec.seldon.namespace;
}

function logsOf(namespace: string, selector: string): string {
  return `kubectl logs --namespace ${namespace} --selector ${selector} --all-containers --prefix --tail -1 --since 24h | grep --ignore-case --extended-regexp 'forbidden|permission ?denied|unauthorized'`;
}

function patchedImagesOf({ name, spec }: ClusterEntry): readonly Debt[] {
  return Object.entries(spec.seldon.images).flatMap(([role, patched]) =>
    patched === undefined
      ? []
      : [
          {
            cluster: name,
            role,
            image: patched.image,
            fixes: patched.fixes,
            reason: patched.reason,
            owner: patched.owner,
            reviewBy: patched.reviewBy,
          },
        ],
  );
}

export function reportDocument(report: Report): readonly Block[] {
  const models = report.homes.reduce((all, home) => all + home.models, 0);
  const atHome = report.homes.reduce((all, home) => all + home.atHome, 0);
  const over = report.utilisation.filter(({ used, quota }) => used > quota);
  return [
    heading(1, `Report on ${report.clusters.join(", ")}`),
    {
      items: [
        `The tenants have ${report.dependencies.length} dependencies across namespaces. The table of dependencies contains the reason for each dependency.`,
        models === 0 ? "The tenants serve no models." : `${atHome} of ${models} models are in their team's namespace.`,
        over.length === 0
          ? "The requests of every tenant fit its quota, even with the maximum number of replicas."
          : `${over.length} requested amounts exceed a tenant's quota.`,
        report.debts.length === 0
          ? "The clusters run no patched images."
          : `The clusters run ${report.debts.length} patched images.`,
      ],
    },
    heading(2, "Dependencies across namespaces"),
    {
      header: ["Cluster", "Tenant", "Depends on", "Reason"],
      rows: report.dependencies.map(({ cluster, tenant, on, why }) => [cluster, tenant, on, why]),
    },
    heading(2, "Models in their team's namespace"),
    {
      header: ["Cluster", "Tenant", "Models", "In its namespace"],
      rows: report.homes.map((home) => [home.cluster, home.tenant, String(home.models), String(home.atHome)]),
    },
    heading(2, "Requested capacity compared with the quota, without the extra pods of rollouts"),
    {
      header: ["Cluster", "Tenant", "Resource", "Requested", "Quota", "Share"],
      rows: report.utilisation.map(({ cluster, tenant, what, used, quota, unit }) => [
        cluster,
        tenant,
        what,
        amountIn(used, unit),
        amountIn(quota, unit),
        quota === 0n ? (used === 0n ? "0 %" : "no quota") : `${Number((used * 100n) / quota)} %`,
      ]),
    },
    ...(report.kafka.length === 0
      ? []
      : [
          heading(2, "Users of Kafka"),
          {
            header: ["Cluster", "Separation of tenants"],
            rows: report.kafka.map((users) => [users.cluster, kafkaSentence(users)]),
          },
        ]),
    ...(report.mesh.length === 0
      ? []
      : [
          heading(2, "Namespaces in a mesh"),
          {
            header: ["Cluster", "Namespace", "Effect"],
            rows: report.mesh.map(({ cluster, namespace, effect }) => [cluster, namespace, effect]),
          },
        ]),
    ...(report.debts.length === 0
      ? []
      : [
          heading(2, "Patched images"),
          {
            header: ["Cluster", "Role", "Image", "Fixes", "Reason", "Owner", "Review by"],
            rows: report.debts.map(({ cluster, role, image, fixes, reason, owner, reviewBy }) => [
              cluster,
              role,
              image,
              fixes.join(", "),
              reason,
              owner,
              reviewBy,
            ]),
          },
        ]),
    ...addonSoftwareBlocks(report.addons),
    ...endedAddonBlocks(report.ended),
    heading(2, "Rendered by Argo CD, not checked by Tenantry"),
    { items: report.ungated },
    heading(2, "Permission errors in logs"),
    {
      text: "Only the logs of pods show permission errors. Each of these commands prints the permission errors of the last 24 hours:",
    },
    { code: report.queries },
  ];
}

/** The report as data, with amounts as decimal numbers of cores and bytes. */
export function reportData(report: Report): object {
  return {
    version: 1,
    ...report,
    utilisation: report.utilisation.map(({ used, quota, ...row }) => ({
      ...row,
      used: numberIn(used, row.unit),
      quota: numberIn(quota, row.unit),
    })),
  };
}

function amountIn(amount: bigint, unit: Utilisation["unit"]): string {
  return unit === "count" ? String(amount) : preciseAmount(amount, unit);
}

function numberIn(amount: bigint, unit: Utilisation["unit"]): number {
  return unit === "count" ? Number(amount) : Number(amount) / 1e9;
}
