import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { amountText } from "../models/amount-text.ts";
import { nanos } from "../models/quantity.ts";
import { chartSections } from "../models/seldon/chart-sections.ts";
import type { ChartPart, RunningComponent } from "../models/seldon/facts.ts";
import { containersOfServer, seldonVersionOf } from "../validate/effective.ts";
import {
  componentOrigin,
  effectiveComponent,
  operatorCopy,
  type RuntimeFiles,
  runningParts,
} from "../validate/effective-components.ts";
import { type ClusterEntry, findingAt, type Origin } from "../validate/inventory.ts";
import { imageFindings } from "../validate/references/images.ts";
import { componentRequests } from "./demand.ts";
import type { Pattern } from "./pattern.ts";

/** Checks the settings of Seldon's components on a cluster: of the cluster itself, and of each tenant with its own runtime. */
export function* componentChecks(pattern: Pattern, cluster: ClusterEntry): Iterable<Diagnostic> {
  const shared = pattern.runtime === "shared";
  yield* duplicateImage(shared, { cluster });
  yield* duplicateResources({ cluster });
  const operator = operatorCopy(cluster);
  if (operator !== undefined) yield* imageChecks(cluster, "controller", operator);
  if (shared) yield* sharedComponents(cluster);
  const runtimes = shared ? [] : cluster.tenants.map((tenant) => ({ cluster, tenant }));
  for (const files of [{ cluster }, ...runtimes])
    for (const part of runningParts(true)) {
      const { image } = effectiveComponent(files, part);
      const origin = componentOrigin(files, part, "image");
      if (image !== undefined && origin !== undefined)
        yield* imageChecks(cluster, chartSections[part], { image, origin });
      yield* limitChecks(files, part);
    }
}

function* sharedComponents(cluster: ClusterEntry): Iterable<Diagnostic> {
  for (const tenant of cluster.tenants) {
    if (Object.keys(tenant.spec.seldon.components).length === 0) continue;
    yield findingAt(
      tenant.at("seldon", "components"),
      "seldon/shared-components",
      codes["seldon/shared-components"].messages.sharedComponents(tenant.name, cluster.name),
      `Remove the field. The platform team sets seldon.components in clusters/${cluster.name}/cluster.yaml for all tenants.`,
      "key",
    );
  }
}

function* imageChecks(
  cluster: ClusterEntry,
  section: ChartPart,
  { image, origin }: { readonly image: string; readonly origin: Origin },
): Iterable<Diagnostic> {
  yield* imageFindings(origin, image, cluster.platform.spec.registries);
  const version = seldonVersionOf(cluster);
  const tag = tagOf(image);
  const isUnpinned = tag === "latest" || (tag === undefined && !image.includes("@"));
  if (isUnpinned || tag === version || tag?.startsWith(`${version}-`)) return;
  const { messages } = codes["seldon/component-image"];
  yield findingAt(
    origin,
    "seldon/component-image",
    tag === undefined
      ? messages.missingTag(section, cluster.name)
      : messages.otherVersion(section, cluster.name, tag, version),
    `Use the tag ${version}, or a tag that begins with ${version}-.`,
  );
}

/** The text between the last colon and the digest. */
function tagOf(image: string): string | undefined {
  const [name = ""] = image.slice(image.lastIndexOf("/") + 1).split("@");
  const colon = name.indexOf(":");
  return colon < 0 ? undefined : name.slice(colon + 1);
}

/** A request must not exceed its limit, nor a limit the maximum of the tenant's namespace. */
function* limitChecks(files: RuntimeFiles, part: RunningComponent): Iterable<Diagnostic> {
  const { cluster, tenant } = files;
  const { limits } = effectiveComponent(files, part);
  const requests = componentRequests(files, part);
  const max = tenant === undefined ? undefined : containersOfServer(cluster.platform.spec, tenant).max;
  const { exceeds } = codes["platform/limits"].messages;
  const name = chartSections[part];
  for (const unit of ["cpu", "memory"] as const) {
    const limit = limits[unit];
    const [request, bound] = (["requests", "limits"] as const).map((kind) =>
      componentOrigin(files, part, "resources", kind, unit),
    );
    const origin = bound ?? request;
    if (limit === undefined || origin === undefined) continue;
    if (requests[unit] > nanos(limit))
      yield findingAt(
        request ?? origin,
        "platform/limits",
        exceeds(`${name}'s ${unit} request`, amountText(requests[unit], unit), "its limit", limit, cluster.name),
        "Lower the request, or raise the limit.",
      );
    if (max !== undefined && nanos(limit) > nanos(max[unit]))
      yield findingAt(
        origin,
        "platform/limits",
        exceeds(`${name}'s ${unit} limit`, limit, "the namespace's maximum", max[unit], cluster.name),
        "Lower the limit, or raise containers.max.",
      );
  }
}

/** Only a shared runtime can have a patched scheduler. */
function* duplicateImage(shared: boolean, files: RuntimeFiles): Iterable<Diagnostic> {
  const { cluster } = files;
  const origin = componentOrigin(files, "scheduler", "image");
  if (!shared || origin === undefined || cluster.spec.seldon.images.scheduler === undefined) return;
  yield findingAt(
    origin,
    "seldon/component-image",
    codes["seldon/component-image"].messages.duplicateImage(cluster.name),
    "Remove one of the two images. A patched image belongs to seldon.images.scheduler.",
  );
}

function* duplicateResources(files: RuntimeFiles): Iterable<Diagnostic> {
  const { cluster } = files;
  for (const part of runningParts(true)) {
    const section = chartSections[part];
    const { cpu, memory } = cluster.spec.seldon.values[section]?.resources ?? {};
    const isSet = cpu !== undefined || memory !== undefined;
    if (!isSet || componentOrigin(files, part, "resources") === undefined) continue;
    yield findingAt(
      cluster.at("seldon", "values", section, "resources"),
      "seldon/component-resources",
      codes["seldon/component-resources"].messages.duplicateResources(section, cluster.name),
      "Move the amounts to seldon.components, as requests and limits.",
      "key",
    );
  }
}
