import { type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { seldonFacts } from "../models/seldon/versions.ts";
import { seldonOf, seldonVersionOf, serversFor } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type Inventory, type PlatformEntry } from "../validate/inventory.ts";
import type { Pattern } from "./pattern.ts";
import { patterns } from "./table.ts";

interface Context {
  readonly pattern: Pattern;
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  /** The day of this run, as ISO 8601 writes it. */
  readonly today: string;
}

/** What must hold on a cluster before its pattern works: everything that Seldon itself would only say at run time. */
export function preconditions({ platform, clusters }: Inventory, today: string): readonly Diagnostic[] {
  return withoutDuplicates(
    clusters.flatMap((cluster) => {
      const context = { pattern: patterns[cluster.spec.seldon.pattern], platform, cluster, today };
      return checks.flatMap((check) => [...check(context)]);
    }),
  );
}

const checks: readonly ((context: Context) => Iterable<Diagnostic>)[] = [
  version,
  missingImages,
  unneededImages,
  imagesKept,
  podSecurity,
  sharedNames,
  serverChoice,
  reservedConfigs,
  watchAll,
  watchList,
];

function* version({ platform, cluster }: Context): Iterable<Diagnostic> {
  const wanted = seldonVersionOf(platform, cluster);
  const { versions } = platform.known;
  if (seldonFacts(versions, wanted) !== undefined) return;
  const described = versions.flatMap(({ releases }) => releases).join(", ");
  yield findingAt(
    cluster.spec.seldon.version === undefined ? platform.at("seldon", "version") : cluster.at("seldon", "version"),
    "platform/version",
    `Seldon Core ${wanted} is not described here: its kinds, its agents' environment and its charts may differ`,
    `Described: ${described}. generator/docs/seldon-versions.md says how to describe another.`,
  );
}

function* missingImages({ pattern, cluster }: Context): Iterable<Diagnostic> {
  const { controller } = cluster.spec.seldon.images;
  const missing = pattern.fixes.filter((fix) => controller?.fixes.includes(fix) !== true);
  if (missing.length === 0) return;
  const what = missing.join(" and ");
  yield findingAt(
    controller === undefined ? cluster.at("seldon", "pattern") : cluster.at("seldon", "images", "controller", "fixes"),
    "seldon/patched-image-missing",
    controller === undefined
      ? `${pattern.name} needs a patched operator (${what}), and ${cluster.name} names none`
      : `${pattern.name} needs an operator that fixes ${what} too`,
    "Name it under seldon.images.controller with image, fixes, reason, owner and reviewBy, and the secret that opens its registry under seldon.pullSecrets; dedicated gives local ServerConfigs on stock images.",
  );
}

function* unneededImages({ pattern, cluster }: Context): Iterable<Diagnostic> {
  const { images, pullSecrets } = cluster.spec.seldon;
  const useless = [
    ...(images.controller !== undefined && pattern.fixes.length === 0
      ? [[["images", "controller"], `${pattern.name} runs Seldon's own operator`] as const]
      : []),
    ...(images.scheduler !== undefined && pattern.runtime !== "shared"
      ? [
          [
            ["images", "scheduler"],
            `${pattern.name} runs a scheduler in every tenant's namespace, on Seldon's image`,
          ] as const,
        ]
      : []),
    ...(pattern.fixes.length === 0
      ? Object.keys(pullSecrets).map(
          (name) => [["pullSecrets", name], `${pattern.name} pulls no patched image`] as const,
        )
      : []),
  ];
  for (const [path, why] of useless) {
    yield findingAt(
      cluster.at("seldon", ...path),
      "seldon/patched-image-unneeded",
      `${why}: this is a debt for nothing`,
      "Take it away.",
      "key",
    );
  }
}

function* imagesKept({ pattern, platform, cluster, today }: Context): Iterable<Diagnostic> {
  const { images, pullSecrets } = cluster.spec.seldon;
  if (pattern.fixes.length === 0) return;
  const opened = Object.values(pullSecrets).flatMap(({ registries }) => registries);
  for (const [role, patched] of Object.entries(images)) {
    if (patched === undefined) continue;
    const at = (field: string): ReturnType<ClusterEntry["at"]> => cluster.at("seldon", "images", role, field);
    const host = patched.image.slice(0, patched.image.indexOf("/"));
    if (!platform.spec.registries.some((registry) => patched.image.startsWith(registry))) {
      yield findingAt(
        at("image"),
        "platform/registry",
        `${patched.image} comes from no allowed registry`,
        `Allowed: ${platform.spec.registries.join(", ")}`,
      );
    }
    if (opened.length > 0 && !opened.includes(host)) {
      yield findingAt(
        at("image"),
        "seldon/pull-secret",
        `no pull secret opens ${host}`,
        `Add it to the registries of ${Object.keys(pullSecrets).join(" or ")}: a registry under two names needs two entries.`,
      );
    }
    if (patched.reviewBy < today) {
      yield findingAt(
        at("reviewBy"),
        "seldon/patched-image-overdue",
        `${patched.owner} was to review this image by ${patched.reviewBy}`,
        "Ask whether it is still needed and still patched against known vulnerabilities, then set a new day.",
      );
    } else {
      const does = patched.fixes.length > 0 ? `for ${patched.fixes.join(" and ")}` : "in place of Seldon's own";
      yield {
        ...findingAt(
          at("image"),
          "seldon/patched-image",
          `a patched ${role} ${does}: ${patched.reason}`,
          `${patched.owner} reviews it by ${patched.reviewBy}.`,
        ),
        severity: "warning",
      };
    }
  }
}

/** No pod of Seldon's passes restricted: they drop no capabilities and name no seccomp profile (2.9.1). */
function* podSecurity({ pattern, platform }: Context): Iterable<Diagnostic> {
  const { namespace } = platform.spec.seldon;
  const label = "pod-security.kubernetes.io/enforce";
  if (pattern.operator !== "central" || platform.spec.namespaces[namespace]?.labels[label] !== "restricted") return;
  yield findingAt(
    platform.at("namespaces", namespace, "labels", label),
    "seldon/pod-security",
    `Seldon's operator would be refused in ${namespace}`,
    "Enforce baseline there: none of Seldon's pods passes restricted (2.9.1).",
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
          `${owner} has ${kind.slice(0, -1)} ${name} on ${cluster.name} too, where all tenants share one scheduler`,
          `It would overwrite theirs. Call it ${tenant.name}-${name}, say.`,
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
          ? `none of ${tenant.name}'s Servers offers what model ${name} requires, and another tenant's may`
          : `${fitting.join(" and ")} both offer what model ${name} requires`,
        "Name its Server with server: a shared scheduler takes any that fits, whoever's it is.",
        "key",
      );
    }
  }
}

function* reservedConfigs({ pattern, platform, cluster }: Context): Iterable<Diagnostic> {
  if (pattern.operator !== "tenant") return;
  const { chartObjects } = seldonOf(platform, cluster);
  for (const tenant of cluster.tenants) {
    for (const name of Object.keys(tenant.spec.serverConfigs).filter((key) =>
      chartObjects.serverConfigs.some((taken) => taken === key),
    )) {
      yield findingAt(
        tenant.at("serverConfigs", name),
        "seldon/reserved-config",
        `on ${cluster.name} Seldon's chart brings a ServerConfig ${name} into ${tenant.name}`,
        `Call it ${name}-config, say.`,
        "key",
      );
    }
  }
}

/** Without a list, only Seldon's own switch makes an operator look further than its own namespace (2.9.1). */
function* watchAll({ pattern, cluster }: Context): Iterable<Diagnostic> {
  if (cluster.spec.seldon.watch !== "all" || (pattern.operator === "central" && pattern.clusterwide)) return;
  yield findingAt(
    cluster.at("seldon", "watch"),
    "seldon/watch-list",
    pattern.operator === "central"
      ? `${pattern.name} is not cluster-wide: without a list its operator would watch its own namespace alone`
      : `on ${pattern.name} each operator watches its own tenant's namespace`,
    "Leave watch out.",
  );
}

/** Linux takes no argument of a program that is longer, and the list is one (MAX_ARG_STRLEN). */
const longestArgument = 131_072 - "--watch-namespaces=".length - 1;

function* watchList({ pattern, cluster }: Context): Iterable<Diagnostic> {
  if (pattern.operator !== "central" || cluster.spec.seldon.watch !== "tenants") return;
  const length = cluster.tenants.map(({ name }) => name).join(",").length;
  if (length <= longestArgument) return;
  yield findingAt(
    cluster.at("seldon", "watch"),
    "seldon/watch-list",
    `the names of ${cluster.tenants.length} tenants take ${length} bytes, and no process takes an argument over ${longestArgument}`,
    "Say watch: all, or choose dedicated.",
  );
}
