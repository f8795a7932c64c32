import { codes } from "../diagnostics/codes.ts";
import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { seldonFacts } from "../models/seldon/versions.ts";
import { docsPage } from "../text/program-folder.ts";
import { meshOf } from "../validate/addons/mesh.ts";
import { seldonOf, seldonVersionOf, serversFor } from "../validate/effective.ts";
import { findingsOnClusters } from "../validate/findings-on-clusters.ts";
import { type ClusterEntry, findingAt, type Inventory, type PlatformEntry } from "../validate/inventory.ts";
import { componentChecks } from "./component-checks.ts";
import { usesOperatorPullSecrets } from "./operator-image.ts";
import type { Pattern } from "./pattern.ts";
import { routeChecks } from "./route-checks.ts";
import { domainFindings } from "./route-domains.ts";
import { patterns } from "./table.ts";

interface Context {
  readonly pattern: Pattern;
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  /** The date of this run in ISO 8601. */
  readonly today: string;
}

/** Checks the requirements of each cluster's pattern. Seldon itself would report a violation only at run time, or not at all. */
export function preconditions(inventory: Inventory, today: string): readonly Diagnostic[] {
  return findingsOnClusters(inventory, ({ clusters }) =>
    withoutDuplicates([
      ...domainFindings(clusters),
      ...clusters.flatMap((cluster) => {
        const { platform } = cluster;
        const context = { pattern: patterns[cluster.spec.seldon.pattern], platform, cluster, today };
        return checks.flatMap((check) => [...check(context)]);
      }),
    ]),
  );
}

const checks: readonly ((context: Context) => Iterable<Diagnostic>)[] = [
  version,
  missingImages,
  unneededImages,
  imageReviews,
  podSecurity,
  sharedNames,
  serverChoice,
  reservedConfigs,
  watchAll,
  watchList,
  sharedRuntimeInTunnel,
  ({ pattern, cluster }) => componentChecks(pattern, cluster),
  ({ cluster }) => routeChecks(cluster),
];

function* version({ platform, cluster }: Context): Iterable<Diagnostic> {
  const wanted = seldonVersionOf(cluster);
  const { versions } = platform.known;
  if (seldonFacts(versions, wanted) !== undefined) return;
  const described = versions.flatMap(({ releases }) => releases).join(", ");
  yield findingAt(
    cluster.spec.seldon.version === undefined ? platform.at("seldon", "version") : cluster.at("seldon", "version"),
    "platform/version",
    codes["platform/version"].messages.unknownSeldon(wanted),
    `Known versions: ${described}. To add another version, see ${docsPage("seldon-versions.md")}.`,
  );
}

function* missingImages({ pattern, cluster }: Context): Iterable<Diagnostic> {
  const { controller } = cluster.spec.seldon.images;
  const missing = pattern.fixes.filter((fix) => controller?.fixes.includes(fix) !== true);
  if (missing.length === 0) return;
  const fixes = missing.join(" and ");
  yield findingAt(
    controller === undefined ? cluster.at("seldon", "pattern") : cluster.at("seldon", "images", "controller", "fixes"),
    "seldon/patched-image-missing",
    controller === undefined
      ? codes["seldon/patched-image-missing"].messages.missingImage(pattern.name, fixes, cluster.name)
      : codes["seldon/patched-image-missing"].messages.missingFixes(pattern.name, fixes),
    "Set seldon.images.controller with image, fixes, reason, owner and reviewBy, and add a pull secret for the image's registry to seldon.pullSecrets. Alternatively, use the pattern dedicated, which has ServerConfigs in the tenants' namespaces and runs on Seldon's own images.",
  );
}

function* unneededImages({ pattern, cluster }: Context): Iterable<Diagnostic> {
  const { images, pullSecrets } = cluster.spec.seldon;
  const { messages } = codes["seldon/patched-image-unneeded"];
  const unneeded = [
    ...(images.controller !== undefined && pattern.fixes.length === 0
      ? [[["images", "controller"], messages.operatorImage(pattern.name)] as const]
      : []),
    ...(images.scheduler !== undefined && pattern.runtime !== "shared"
      ? [[["images", "scheduler"], messages.schedulerImage(pattern.name)] as const]
      : []),
    ...(!usesOperatorPullSecrets(pattern, cluster)
      ? Object.keys(pullSecrets).map((name) => [["pullSecrets", name], messages.pullSecret(pattern.name)] as const)
      : []),
  ];
  for (const [path, message] of unneeded) {
    yield findingAt(cluster.at("seldon", ...path), "seldon/patched-image-unneeded", message, "Remove it.", "key");
  }
}

function* imageReviews({ pattern, platform, cluster, today }: Context): Iterable<Diagnostic> {
  const { images, pullSecrets } = cluster.spec.seldon;
  if (pattern.fixes.length === 0) return;
  const covered = Object.values(pullSecrets).flatMap(({ registries }) => registries);
  for (const [role, patched] of Object.entries(images)) {
    if (patched === undefined) continue;
    const at = (field: string): ReturnType<ClusterEntry["at"]> => cluster.at("seldon", "images", role, field);
    const host = patched.image.slice(0, patched.image.indexOf("/"));
    if (!platform.spec.registries.some((registry) => patched.image.startsWith(registry))) {
      yield findingAt(
        at("image"),
        "platform/registry",
        codes["platform/registry"].messages.refusedRegistry(patched.image),
        `Allowed: ${platform.spec.registries.join(", ")}`,
      );
    }
    if (covered.length > 0 && !covered.includes(host)) {
      yield findingAt(
        at("image"),
        "seldon/pull-secret",
        codes["seldon/pull-secret"].messages.missingPullSecret(host),
        `Add the registry to the registries of ${Object.keys(pullSecrets).join(" or ")}. For a registry with two host names, add both names.`,
      );
    }
    if (patched.reviewBy < today) {
      yield findingAt(
        at("reviewBy"),
        "seldon/patched-image-overdue",
        codes["seldon/patched-image-overdue"].messages.overdueReview(patched.owner, patched.reviewBy),
        "Check whether the image is still needed, and whether the image contains fixes for all known vulnerabilities. Then set a new date.",
      );
    } else {
      const purpose = patched.fixes.length > 0 ? `for ${patched.fixes.join(" and ")}` : "instead of Seldon's own image";
      yield {
        ...findingAt(
          at("image"),
          "seldon/patched-image",
          codes["seldon/patched-image"].messages.patchedImage(role, purpose, patched.reason),
          `${patched.owner} must review the image by ${patched.reviewBy}.`,
        ),
        severity: "warning",
      };
    }
  }
}

/** No pod of Seldon passes restricted: they drop no capabilities and set no seccomp profile (2.9.1). */
function* podSecurity({ pattern, platform }: Context): Iterable<Diagnostic> {
  const { namespace } = platform.spec.seldon;
  const label = "pod-security.kubernetes.io/enforce";
  if (pattern.operator !== "central" || platform.spec.namespaces[namespace]?.labels[label] !== "restricted") return;
  yield findingAt(
    platform.at("namespaces", namespace, "labels", label),
    "seldon/pod-security",
    codes["seldon/pod-security"].messages.refusedPods(namespace),
    "Set the label to baseline: no pod of Seldon meets the level restricted (2.9.1).",
  );
}

const sharedKinds = ["servers", "models", "pipelines", "experiments"] as const;

function* sharedNames({ pattern, cluster }: Context): Iterable<Diagnostic> {
  if (pattern.runtime !== "shared") return;
  for (const kind of sharedKinds) {
    const owners = new Map<string, string>();
    for (const tenant of cluster.tenants) {
      for (const name of Object.keys(tenant.spec[kind])) {
        const owner = owners.get(name);
        if (owner === undefined) {
          owners.set(name, tenant.name);
          continue;
        }
        yield findingAt(
          tenant.at(kind, name),
          "seldon/shared-name",
          codes["seldon/shared-name"].messages.sharedName(kind.slice(0, -1), name, cluster.name, owner),
          `Rename the ${kind.slice(0, -1)}, for example to ${tenant.name}-${name}. Otherwise the ${kind.slice(0, -1)} overwrites the ${kind.slice(0, -1)} of ${owner}.`,
          "key",
        );
      }
    }
  }
}

function* serverChoice({ pattern, platform, cluster }: Context): Iterable<Diagnostic> {
  if (pattern.runtime !== "shared") return;
  for (const tenant of cluster.tenants) {
    for (const name of Object.keys(tenant.spec.models)) {
      const fitting = serversFor(platform.spec, tenant, name);
      if (fitting.length === 1) continue;
      yield findingAt(
        tenant.at("models", name),
        "seldon/server-choice",
        fitting.length === 0
          ? codes["seldon/server-choice"].messages.noServer(tenant.name, name)
          : codes["seldon/server-choice"].messages.severalServers(name, fitting.join(" and ")),
        "Set the model's server to the Server that must load the model. A shared scheduler selects any suitable Server, even a Server of another tenant.",
        "key",
      );
    }
  }
}

function* reservedConfigs({ pattern, cluster }: Context): Iterable<Diagnostic> {
  if (pattern.operator !== "tenant") return;
  const { chartObjects } = seldonOf(cluster);
  for (const tenant of cluster.tenants) {
    for (const name of Object.keys(tenant.spec.serverConfigs).filter((key) =>
      chartObjects.serverConfigs.some((taken) => taken === key),
    )) {
      yield findingAt(
        tenant.at("serverConfigs", name),
        "seldon/reserved-config",
        codes["seldon/reserved-config"].messages.reservedConfig(name, cluster.name, tenant.name),
        `Rename the ServerConfig, for example to ${name}-config.`,
        "key",
      );
    }
  }
}

/** Without a list, an operator watches more than its own namespace only with Seldon's setting `clusterwide` (2.9.1). */
function* watchAll({ pattern, cluster }: Context): Iterable<Diagnostic> {
  if (cluster.spec.seldon.watch !== "all" || (pattern.operator === "central" && pattern.clusterwide)) return;
  yield findingAt(
    cluster.at("seldon", "watch"),
    "seldon/watch-list",
    pattern.operator === "central"
      ? codes["seldon/watch-list"].messages.notClusterWide(pattern.name)
      : codes["seldon/watch-list"].messages.operatorPerTenant(pattern.name),
    "Remove watch.",
  );
}

/** The longest argument that Linux accepts for a program (MAX_ARG_STRLEN). The list is one argument. */
const longestArgument = 131_072 - "--watch-namespaces=".length - 1;

function* watchList({ pattern, cluster }: Context): Iterable<Diagnostic> {
  if (pattern.operator !== "central" || cluster.spec.seldon.watch !== "tenants") return;
  const length = cluster.tenants.map(({ name }) => name).join(",").length;
  if (length <= longestArgument) return;
  yield findingAt(
    cluster.at("seldon", "watch"),
    "seldon/watch-list",
    codes["seldon/watch-list"].messages.listTooLong(cluster.tenants.length, length, longestArgument),
    "Set seldon.watch to all, or use the pattern dedicated.",
  );
}

/** Network policies see only the port of the tunnel, so they cannot limit tenants to the ports that they need. */
function* sharedRuntimeInTunnel({ pattern, cluster }: Context): Iterable<Diagnostic> {
  const mesh = meshOf(cluster);
  if (pattern.runtime !== "shared" || mesh?.facts.tunnel === undefined || !mesh.includesTenants) return;
  const { name, onCluster } = mesh.addon;
  const message = codes["addons/mesh-ports"].messages.sharedRuntime(name, cluster.name);
  yield { ...findingAt(onCluster(), "addons/mesh-ports", message, undefined, "key"), severity: "warning" };
}
