import { UsageError } from "../diagnostics/usage-error.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { componentObjects } from "../layout/component.ts";
import { rootApplication } from "../layout/names.ts";
import type { Overlay } from "../layout/overlay.ts";
import { fileNameOf, parsePath } from "../layout/paths.ts";
import { toYaml } from "../layout/to-yaml.ts";
import { locate } from "../load/locate.ts";
import { type KubernetesObject, objectIdentity } from "../models/kubernetes-object.ts";
import { whyAnnotation } from "../models/marks.ts";
import { meshText } from "../patterns/mesh-text.ts";
import { type Block, heading } from "../text/document.ts";
import { suggestion } from "../text/nearest.ts";
import { type ClusterEntry, type Inventory, type Origin, partOf, type TenantEntry } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import type { CommandContext, ExitCode } from "./context.ts";
import { copiedValues } from "./copied-values.ts";
import { fieldOrigin } from "./explain-field.ts";
import { explainValue } from "./explain-value.ts";
import { type DocumentForm, type PrintedDocument, printDocument } from "./print-document.ts";

/** The origin of an object: written in a file, derived from a written value, a default, or a file of a component. */
interface Source {
  readonly how: "written" | "derived" | "defaulted" | "component";
  /** `tenants/churn.yaml:9:5`, or the file of a component. Undefined for a default of the schema. */
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
  /** The value in the input file at the object's origin. */
  readonly written: unknown;
  /** The origin of a part of that value: a cluster's override, or the tenant's spec if there is no override. */
  readonly at: (part: readonly Step[]) => Origin;
}

type Step = string | number;

/** Prints the origin of a tenant's objects, of one of them, or of the value of one field on each cluster. */
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
  const made = on.flatMap(({ cluster, tenant }) => objectsOfTenant(inventory, cluster, tenant));
  const answer =
    about === undefined
      ? everything(name, made, meshesOf(name, on))
      : (objects(name, about, made) ?? explainValue(name, about, on, namesOf(made)));
  const data = { version: 1, command: "explain", tenant: name, ...answer.data };
  printDocument({ blocks: answer.blocks, data }, output, context);
  return 0;
}

function objectsOfTenant(inventory: Inventory, cluster: ClusterEntry, tenant: TenantEntry): readonly Made[] {
  const layout = layoutOf(inventory, { cluster, tenant });
  const inOverlays = layout.overlays.flatMap((overlay) =>
    overlay.objects.map((generated) => ({ ...generated, application: overlay.application })),
  );
  const inRoot = layout.objects.map((item) => ({ ...item, application: rootApplication(cluster.name, "tenants") }));
  const generated = [...inOverlays, ...inRoot].map(({ object, origin, application }) => ({
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
      origin.field !== undefined || origin.source === tenant.at().source
        ? tenant.at(...specPath(origin), ...part)
        : partOf(origin, ...part),
  }));
  return [...generated, ...layout.overlays.flatMap((overlay) => objectsOfComponents(cluster.name, overlay))];
}

/** The objects that the components of an overlay add. A file that patches a generated object adds none. */
function objectsOfComponents(cluster: string, overlay: Overlay): readonly Made[] {
  const { application, componentNamespace: namespace } = overlay;
  const inNamespace = (object: KubernetesObject): KubernetesObject => ({
    ...object,
    metadata: { ...object.metadata, ...(namespace === undefined ? {} : { namespace }) },
  });
  const generated = new Set(overlay.objects.map(({ object }) => objectIdentity(object)));
  return overlay.components
    .filter(({ makesObjects }) => makesObjects)
    .flatMap(({ component, origin }) =>
      componentObjects(component)
        .map(({ file, object }) => ({ file, object: inNamespace(object) }))
        .filter(({ object }) => !generated.has(objectIdentity(object)))
        .map(({ file, object }) => ({
          how: "component" as const,
          where: file,
          cluster,
          kind: object.kind,
          name: object.metadata?.name ?? "",
          namespace: object.metadata?.namespace,
          application,
          why: object.metadata?.annotations?.[whyAnnotation],
          object,
          written: undefined,
          at: (part: readonly Step[]) => partOf(origin, ...part),
        })),
    );
}

/** The path in the tenant's spec, without the fields of an override or default around it. */
function specPath({ path, field }: Origin): readonly (string | number)[] {
  return field === undefined || field.length === 0 ? path.slice(1) : field;
}

/** An object counts as written if the key at its origin is its name. Otherwise it is derived from the value there. */
function sourceOf(origin: Origin, name: string): Source {
  const { nearby } = locate(origin.source, origin.path, "key");
  const last = String(origin.path.at(-1));
  const how = nearby === true ? "defaulted" : name === last || name.endsWith(`.${last}`) ? "written" : "derived";
  return { how, where: fieldOrigin(origin) };
}

function describe({ how, where }: Source): string {
  return where === undefined ? how : `${how}, ${where}`;
}

/** The sentence about the mesh of the tenant's namespace, by cluster. */
function meshesOf(name: string, on: readonly { readonly cluster: ClusterEntry }[]): ReadonlyMap<string, string> {
  return new Map(
    on.flatMap(({ cluster }) => {
      const text = meshText(cluster, name);
      return text === undefined ? [] : [[cluster.name, text] as const];
    }),
  );
}

function everything(name: string, made: readonly Made[], meshes: ReadonlyMap<string, string>): PrintedDocument {
  return {
    blocks: [
      heading(1, `Objects of ${name}`),
      {
        text: "Written: a line of a file declares the object by name. Derived: Tenantry derives the object from the value in the line. Defaulted: no file sets the value, and you can add the value below this line. Component: a component that the tenant uses adds the object.",
      },
      ...[...Map.groupBy(made, ({ cluster }) => cluster)].flatMap(([cluster, onCluster]): readonly Block[] => [
        heading(2, cluster),
        ...[meshes.get(cluster)].flatMap((text) => (text === undefined ? [] : [{ text }])),
        ...[...Map.groupBy(onCluster, ({ application }) => application)].flatMap(
          ([application, members]): readonly Block[] => [
            heading(3, `Application ${application}`),
            {
              header: ["Object", "Comes from"],
              rows: members.map((object) => [`${object.kind}/${object.name}`, describe(object)]),
            },
          ],
        ),
      ]),
    ],
    data: { objects: made.map(plainObject), ...(meshes.size === 0 ? {} : { mesh: Object.fromEntries(meshes) }) },
  };
}

function plainObject({ cluster, kind, name, namespace, application, how, where }: Made): object {
  return { cluster, kind, name, namespace: namespace ?? null, application, how, where: where ?? null };
}

/** Undefined if no object has this name. The name is then that of a field. */
function objects(tenant: string, about: string, made: readonly Made[]): PrintedDocument | undefined {
  const wanted = about.toLowerCase();
  const path = parsePath(about);
  const clusterName = path?.is === "generated" && path.area === "rendered" ? path.cluster : undefined;
  const found = made.filter(
    ({ cluster, kind, name }) =>
      (clusterName === undefined || clusterName === cluster) &&
      [`${kind}/${name}`.toLowerCase(), fileNameOf(kind, name)].some(
        (candidate) => wanted === candidate || wanted.endsWith(`/${candidate}`),
      ),
  );
  // A quoted label name can contain a slash, too.
  if (found.length === 0 && !about.replaceAll(/"[^"]*"/g, "").includes("/")) return undefined;
  if (found.length === 0) {
    throw new UsageError(`unknown object ${about} of tenant ${tenant}`, suggestion(about, namesOf(made)));
  }
  return {
    blocks: found.flatMap((item): readonly Block[] => [
      heading(1, `${item.kind}/${item.name} on ${item.cluster}`),
      {
        items: [
          `comes from: ${describe(item)}`,
          `synced by: ${item.application}`,
          ...(item.why === undefined ? [] : [`why: ${item.why}`]),
        ],
      },
      ...fieldsOf(item),
      { code: toYaml(item.object).trimEnd().split("\n"), language: "yaml" },
    ]),
    data: { objects: found.map((item) => ({ ...plainObject(item), fields: copied(item), object: item.object })) },
  };
}

function namesOf(made: readonly Made[]): readonly string[] {
  return [...new Set(made.map(({ kind, name }) => `${kind}/${name}`))];
}

function fieldsOf(made: Made): readonly Block[] {
  const rows = copied(made).map(({ path, value, where }) => [path, value, where]);
  if (rows.length === 0) return [];
  return [
    { text: "Tenantry copies these fields unchanged from the file, and derives all other fields:" },
    { header: ["Field", "Value", "From"], rows },
  ];
}

/** The values of an object that are copied unchanged from its origin. */
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
