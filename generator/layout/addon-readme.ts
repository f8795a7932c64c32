import { addonFlows } from "../generate/addon-flows.ts";
import { isOpenOutside } from "../generate/addon-limits.ts";
import { platformOwner, secretsInNamespace } from "../generate/addon-secrets.ts";
import { type CertificateSecret, certificateSecrets } from "../generate/routes/certificate-secrets.ts";
import { type ClusterScope, sortedEntries } from "../generate/scope.ts";
import { storeKey } from "../generate/secrets.ts";
import { edgeOf } from "../patterns/edge.ts";
import { meshText } from "../patterns/mesh-text.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import { type AddonDemand, filledDemand } from "../validate/addons/demand.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { hasLeft, tenantsStage } from "../validate/addons/retire.ts";
import type { AddonSecret } from "../validate/addons/secret.ts";
import { objectShares, type TenantObject } from "../validate/addons/tenant-object.ts";
import type { Workload } from "../validate/addons/workload.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { recordOf } from "../validate/merge.ts";
import { flowRows } from "./flow-rows.ts";
import { kubectlForClusters } from "./kubectl-context.ts";
import { markdownMark } from "./marks.ts";
import { addonApplication, addonProject } from "./names.ts";
import { dnsOfRoutes } from "./route-hosts.ts";
import { formatText, manualSecret, secretCommand, signedSecret } from "./secret-command.ts";
import { template } from "./template.ts";

const render = template<object>("addon-readme.hbs");

/** The README of an add-on on a cluster, for the platform team: its Applications, and a section for each namespace. */
export function addonReadme(scope: ClusterScope, addon: AddonEntry): string {
  const { platform, cluster } = scope;
  const { name, spec, at, onCluster } = addon;
  const { minimum, tested } = spec.kubernetes;
  const { demand } = filledDemand(cluster, addon);
  const perTenant = recordOf(hasLeft(addon, tenantsStage) ? [] : sortedEntries(spec.perTenant));
  const remaining = sortedEntries(spec.applications).filter(([key]) => !hasLeft(addon, key));
  return (
    markdownMark() +
    render({
      addon: name,
      cluster: cluster.name,
      description: spec.description,
      definition: definitionOf(at().source.file),
      file: onCluster().source.file,
      owner: platform.spec.owner,
      environment: cluster.spec.environment,
      kubernetes: `${minimum} or later${tested === undefined ? "" : `, tested from ${tested.from} to ${tested.to}`}`,
      endOfLife: spec.endOfLife,
      project: addonProject(cluster.name, name),
      provides: Object.keys(spec.provides).sort(),
      needs: [...spec.needs, ...spec.requires],
      applications: remaining.map(([key, application]) => ({
        name: addonApplication(cluster.name, name, key),
        ...sourceRow(application),
        namespace: application.namespace === undefined ? "none" : `\`${application.namespace}\``,
      })),
      namespaces: sortedEntries(spec.namespaces).map(([namespace, { podSecurity, reason }]) => ({
        name: namespace,
        podSecurity,
        reason,
        defaultRequest: platform.spec.defaults.containers.defaultRequest,
        open: isOpenOutside(addon, namespace),
        mesh: meshText(cluster, namespace),
        workloads: workloadsIn(addon, namespace).map((workload) => workloadRow(workload, demand)),
        flows: flowRows(addonFlows(scope, addon, namespace)),
        secrets: [
          ...secretsInNamespace(addon, namespace).map((secret) => secretRow(scope, addon, secret)),
          // A tenant that adds routes changes no file of the platform.
          ...certificateSecrets(cluster)
            .filter((secret) => secret.addon === name && secret.namespace === namespace && secret.tenant === undefined)
            .map((secret) => certificateRow(cluster, secret)),
        ],
        hostPorts: workloadsIn(addon, namespace).flatMap(hostPortRows),
      })),
      tenantObjects: objectShares({ perTenant }).map(([, { object, namespace, when, gives }]) => ({
        kind: object.kind,
        namespace,
        tenants: tenantsWith[when],
        gives,
      })),
      tenantValues: Object.values(perTenant).flatMap(({ values, when, gives }) =>
        values.map(({ application, at: list }) => ({
          application: addonApplication(cluster.name, name, application),
          list,
          tenants: tenantsWith[when],
          gives,
        })),
      ),
      shared: spec.shared,
      dns: edgeOf(cluster)?.gateway.addon === addon ? dnsOfRoutes(cluster) : undefined,
      part: "shares",
    })
  );
}

/** A shipped add-on is a file of the program, so no link leads to it. */
function definitionOf(file: string): string {
  return file.startsWith("tenantry/") ? `the shipped add-on \`${file}\`` : `[\`${file}\`](../../../../../${file})`;
}

function sourceRow({ chart, git }: AddonApplication): { readonly source: string; readonly version: string } {
  if (chart !== undefined)
    return { source: `chart \`${chart.name}\` of \`${chart.repository}\``, version: chart.version };
  if (git !== undefined) return { source: `folder \`${git.path}\` of \`${git.repository}\``, version: git.revision };
  return { source: "objects in this repository", version: "none" };
}

/** A Secret with its keys, its users, and its source. The command is for a Secret that a person creates. */
function secretRow(
  { cluster, platform }: ClusterScope,
  { secrets }: AddonEntry,
  [name, secret]: readonly [string, AddonSecret],
): object {
  const from = secrets[name];
  const { description, type, keys, usedBy } = secret;
  return {
    name,
    description,
    type,
    keys: Object.entries(keys).map(([key, format]) => `\`${key}\`: ${formatText(format)}`),
    usedBy: usedBy.map((user) => `\`${user}\``).join(", "),
    source:
      from === undefined
        ? "created by hand"
        : `store \`${from.store}\`, \`${storeKey(platform, from, platformOwner)}\``,
    ...(from === undefined && {
      command: secretCommand(kubectlForClusters([cluster]), manualSecret(name, secret)).join("\n"),
    }),
  };
}

/** A Secret with a certificate for all tenants, which a person creates. */
function certificateRow(cluster: ClusterEntry, secret: CertificateSecret): object {
  const { name, description, type, keys, usedBy } = secret;
  return {
    name,
    description,
    type,
    keys: keys.map((key) => `\`${key.key}\`: ${formatText(key)}`),
    usedBy: usedBy.join(", "),
    source: "created by hand",
    command: secretCommand(kubectlForClusters([cluster]), signedSecret(secret)).join("\n"),
  };
}

type NamedWorkload = readonly [name: string, workload: Workload];

function workloadsIn({ spec }: AddonEntry, namespace: string): readonly NamedWorkload[] {
  return sortedEntries(spec.workloads).filter(([, workload]) => workload.namespace === namespace);
}

function workloadRow(
  [name, { pods, priorityClass }]: NamedWorkload,
  demand: readonly AddonDemand[],
): Readonly<Record<string, string>> {
  const count = demand.find(({ workload }) => workload === name)?.pods;
  return {
    name,
    pods: count === undefined ? "one on each node" : String(count),
    priority: priorityClass === undefined ? "default" : `\`${priorityClass}\``,
    labels: sortedEntries(pods)
      .map(([label, value]) => `\`${label}=${value}\``)
      .join(", "),
  };
}

/** The ports of pods that use the network of their node, with the sources that their file names. */
function hostPortRows([workload, { hostNetwork, ports, from }]: NamedWorkload): readonly Readonly<
  Record<string, string>
>[] {
  if (!hostNetwork) return [];
  return sortedEntries(ports).map(([name, port]) => ({
    workload,
    port: `${typeof port === "number" ? `${port}/TCP` : `${port.port}/${port.protocol}`} (${name})`,
    sources: (from[name] ?? ["nodes"]).join(", "),
  }));
}

const tenantsWith: Readonly<Record<TenantObject["when"], string>> = {
  always: "every tenant",
  models: "tenants with Servers",
  pipelines: "tenants with pipelines",
  loadBalancers: "tenants with load balancers",
};
