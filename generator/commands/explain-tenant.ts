import { UsageError } from "../diagnostics/usage-error.ts";
import { layOut } from "../gate/lay-out.ts";
import { rootApplication } from "../layout/names.ts";
import { fileNameOf, parsePath } from "../layout/paths.ts";
import { toYaml } from "../layout/to-yaml.ts";
import { locate } from "../load/locate.ts";
import { whyAnnotation } from "../models/marks.ts";
import { type Block, heading } from "../text/document.ts";
import { suggestion } from "../text/nearest.ts";
import type { ClusterEntry, Inventory, Origin, TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { copiedValues } from "./copied-values.ts";
import { fieldOrigin } from "./explain-field.ts";
import { explainValue } from "./explain-value.ts";
import { type DocumentForm, type PrintedDocument, printDocument } from "./print-document.ts";

/** Where something comes from: somebody wrote it, it follows from what somebody wrote, or nobody said anything. */
interface Source {
  readonly how: "written" | "derived" | "defaulted";
  /** `tenants/churn.yaml:9:5`; nothing where a schema alone says so. */
  readonly where: string | undefined;
}

interface Made extends Source {
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly application: string;
  readonly why: string | undefined;
  readonly object: object;
  /** What somebody wrote at the place that it comes from. */
  readonly written: unknown;
  /** Where a part of that stands: a cluster's override, or the tenant's own spec where that is silent. */
  readonly at: (part: readonly Step[]) => Origin;
}

type Step = string | number;

/** Where a tenant's objects come from, or one of them, or the value of one field on each cluster. */
export function explainTenant(
  inventory: Inventory,
  name: string,
  about: string | undefined,
  output: DocumentForm,
  context: CommandContext,
): ExitCode {
  const on = inventory.clusters.flatMap((cluster) =>
    cluster.tenants.filter((tenant) => tenant.name === name).map((tenant) => ({ cluster, tenant })),
  );
  const made = on.flatMap(({ cluster, tenant }) => madeOf(inventory, cluster, tenant));
  const answer =
    about === undefined
      ? everything(name, made)
      : (objects(name, about, made) ?? explainValue(inventory.platform, name, about, on, namesOf(made)));
  const data = { version: 1, command: "explain", tenant: name, ...answer.data };
  printDocument({ blocks: answer.blocks, data }, output, context);
  return 0;
}

function madeOf(inventory: Inventory, cluster: ClusterEntry, tenant: TenantEntry): readonly Made[] {
  const { overlays, objects: ready } = layOut(inventory, { cluster, tenant });
  const owned = overlays.flatMap(({ application, objects: own }) =>
    own.map((generated) => ({ ...generated, application })),
  );
  const roots = ready.map((item) => ({ ...item, application: rootApplication(cluster.name, "tenants") }));
  return [...owned, ...roots].map(({ object, origin, application }) => ({
    ...sourceOf(origin, object.metadata?.name ?? ""),
    cluster: cluster.name,
    kind: object.kind,
    name: object.metadata?.name ?? "",
    namespace: object.metadata?.namespace,
    application,
    why: object.metadata?.annotations?.[whyAnnotation],
    object,
    written: valueAt(tenant.spec, specPath(origin)),
    at: (part: readonly Step[]) =>
      origin.source === tenant.at().source
        ? tenant.at(...specPath(origin), ...part)
        : { ...origin, path: [...origin.path, ...part] },
  }));
}

/** Below the spec, whether the tenant's own or a cluster's override of it. */
function specPath({ path }: Origin): readonly (string | number)[] {
  return path[1] === "clusters" && path.length > 3 ? path.slice(3) : path.slice(1);
}

/** An object is written where something of its name is; everything else follows from what stands in that line. */
function sourceOf(origin: Origin, name: string): Source {
  const { nearby } = locate(origin.source, origin.path, "key");
  const last = String(origin.path.at(-1));
  const how = nearby === true ? "defaulted" : name === last || name.endsWith(`.${last}`) ? "written" : "derived";
  return { how, where: fieldOrigin(origin) };
}

function describe({ how, where }: Source): string {
  return where === undefined ? how : `${how}, ${where}`;
}

function everything(name: string, made: readonly Made[]): PrintedDocument {
  return {
    blocks: [
      heading(1, `What is made of ${name}`),
      {
        text: "Written: that line asks for it by name. Derived: it follows from what stands there. Defaulted: nobody said anything, and below that line one would.",
      },
      ...[...Map.groupBy(made, ({ cluster }) => cluster)].flatMap(([cluster, own]): readonly Block[] => [
        heading(2, cluster),
        ...[...Map.groupBy(own, ({ application }) => application)].flatMap(
          ([application, objects]): readonly Block[] => [
            heading(3, `Application ${application}`),
            {
              header: ["Object", "Comes from"],
              rows: objects.map((object) => [`${object.kind}/${object.name}`, describe(object)]),
            },
          ],
        ),
      ]),
    ],
    data: { objects: made.map(plain) },
  };
}

function plain({ cluster, kind, name, namespace, application, how, where }: Made): object {
  return { cluster, kind, name, namespace: namespace ?? null, application, how, where: where ?? null };
}

/** Nothing where no object is called like this: then it is a field. */
function objects(tenant: string, about: string, made: readonly Made[]): PrintedDocument | undefined {
  const wanted = about.toLowerCase();
  const path = parsePath(about);
  const place = path?.is === "generated" && path.area === "rendered" ? path.cluster : undefined;
  const found = made.filter(
    ({ cluster, kind, name }) =>
      (place === undefined || place === cluster) &&
      [`${kind}/${name}`.toLowerCase(), fileNameOf(kind, name)].some(
        (candidate) => wanted === candidate || wanted.endsWith(`/${candidate}`),
      ),
  );
  // A label's name in quotes has a slash, too.
  if (found.length === 0 && !about.replaceAll(/"[^"]*"/g, "").includes("/")) return undefined;
  if (found.length === 0) {
    throw new UsageError(`${tenant} has no ${about}`, suggestion(about, namesOf(made)));
  }
  return {
    blocks: found.flatMap((item): readonly Block[] => [
      heading(1, `${item.kind}/${item.name} on ${item.cluster}`),
      {
        items: [
          `comes from: ${describe(item)}`,
          `delivered by: ${item.application}`,
          ...(item.why === undefined ? [] : [`why: ${item.why}`]),
        ],
      },
      ...fieldsOf(item),
      { code: toYaml(item.object).trimEnd().split("\n"), language: "yaml" },
    ]),
    data: { objects: found.map((item) => ({ ...plain(item), fields: copied(item), object: item.object })) },
  };
}

function namesOf(made: readonly Made[]): readonly string[] {
  return [...new Set(made.map(({ kind, name }) => `${kind}/${name}`))];
}

function fieldsOf(made: Made): readonly Block[] {
  const rows = copied(made).map(({ path, value, where }) => [path, value, where]);
  if (rows.length === 0) return [];
  return [{ text: "Taken over as it is written; all else is derived:" }, { header: ["Field", "Value", "From"], rows }];
}

/** Values of an object that stand, as they are, where it comes from. */
function copied({
  object,
  written,
  at,
}: Made): readonly { readonly path: string; readonly value: string; readonly where: string }[] {
  return copiedValues(JSON.parse(JSON.stringify(object)), written).flatMap(({ path, value, from }) => {
    const origin = at(from);
    const { nearby } = locate(origin.source, origin.path);
    return nearby === true ? [] : [{ path: path.join("."), value, where: fieldOrigin(origin) }];
  });
}
