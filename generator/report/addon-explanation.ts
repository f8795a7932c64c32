import { shippedName } from "../load/shipped-addons.ts";
import { type Block, heading } from "../text/document.ts";
import { joinNames } from "../text/listed.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import type { AddonDefinition } from "../validate/addons/definition.ts";
import type { Mesh } from "../validate/addons/mesh-contract.ts";
import { type ScalarSetting, type Setting, variantSettings } from "../validate/addons/settings.ts";
import type { TenantObject } from "../validate/addons/tenant-object.ts";

/** The purpose of an add-on, the values that a cluster's file can set, and the software that it installs. */
export function addonDocument({ name, spec, variants, at }: AddonDefinition): readonly Block[] {
  const {
    kubernetes,
    endOfLife,
    needs,
    requires,
    provides,
    settings,
    applications,
    namespaces,
    secrets,
    perTenant,
    shared,
  } = spec;
  const contracts = Object.keys(provides);
  const { file } = at().source;
  const { tested } = kubernetes;
  return [
    heading(1, name),
    { text: `${spec.description}.` },
    {
      items: [
        `file: ${shippedName(file) === undefined ? file : `${file}, shipped with Tenantry`}`,
        `Kubernetes: ${kubernetes.minimum} or later${tested === undefined ? "" : `, tested with ${tested.from} to ${tested.to}`}`,
        ...(endOfLife === undefined
          ? []
          : [`no support since ${endOfLife.since}: ${endOfLife.reason}. Use ${endOfLife.instead} instead`]),
        ...(contracts.length === 0 ? [] : [`provides: ${joinNames(contracts)}`]),
        ...(provides.mesh === undefined ? [] : [`namespaces in the mesh have ${labelsOf(provides.mesh)}`]),
        ...(needs.length === 0 ? [] : [`needs: ${joinNames(needs)}`]),
        ...(requires.length === 0 ? [] : [`requires: ${joinNames(requires)}`]),
        ...(shared === undefined ? [] : [`shared by all tenants: ${shared}`]),
        ...(Object.keys(variants).length === 0 ? [] : [`variants: ${joinNames(Object.keys(variants))}`]),
        `in a cluster's file: addons: { ${name}: {} }`,
      ],
    },
    ...table("Settings", ["Setting", "Type", "Description"], Object.entries(settings).flatMap(settingRows)),
    ...variantSettings(variants).flatMap(([variant, more]) =>
      table(
        `Settings of variant ${variant}`,
        ["Setting", "Type", "Description"],
        Object.entries(more).flatMap(settingRows),
      ),
    ),
    ...table(
      "Applications",
      ["Application", "Source", "Namespace"],
      Object.entries(applications).map(([key, application]) => [
        key,
        sourceOf(application),
        application.namespace ?? "cluster-scoped",
      ]),
    ),
    ...table(
      "Namespaces",
      ["Namespace", "Pod Security", "Reason"],
      Object.entries(namespaces).map(([key, { podSecurity, reason }]) => [key, podSecurity, reason ?? ""]),
    ),
    ...table(
      "Secrets",
      ["Secret", "Keys", "Purpose"],
      Object.entries(secrets).map(([key, { namespace, keys, description }]) => [
        `${namespace}/${key}`,
        Object.keys(keys).join(", "),
        description,
      ]),
    ),
    ...table(
      "For each tenant",
      ["Object", "Tenants", "For the tenant", "Removed with the tenant"],
      Object.values(perTenant).map(({ object, values, when, gives, whenRemoved }) => [
        shareText(object, values),
        when,
        gives,
        whenRemoved,
      ]),
    ),
  ];
}

function labelsOf({ labels }: Mesh): string {
  const written = Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
  return `the ${written.length === 1 ? "label" : "labels"} ${written.join(", ")}`;
}

/** The object that a tenant gets, and the lists in the values of charts that get an entry for it. */
export function shareText(object: TenantObject["object"], values: TenantObject["values"]): string {
  return [
    ...(object === undefined ? [] : [`${object.kind} ${object.metadata.name}`]),
    ...values.map(({ application, at }) => `an entry of ${at} in the values of ${application}`),
  ].join(", ");
}

function table(title: string, header: readonly string[], rows: readonly (readonly string[])[]): readonly Block[] {
  return rows.length === 0 ? [] : [heading(2, title), { header, rows }];
}

/** One row for a setting, and for a map one row for each field of its entries. */
function settingRows([name, setting]: readonly [string, Setting]): readonly (readonly string[])[] {
  const need = neededText(setting);
  if (setting.type !== "map") return [[name, `${typeOf(setting)}${need}`, setting.description]];
  return [
    [name, `map${need}`, setting.description],
    ...Object.entries(setting.fields).map(([key, field]) => [
      `${name}.<name>.${key}`,
      `${typeOf(field)}${neededText(field)}`,
      field.description,
    ]),
  ];
}

function neededText(setting: Setting): string {
  if (setting.optional) return ", optional";
  if (!("default" in setting) || setting.default === undefined) return ", required";
  return `, default ${typeof setting.default === "string" ? setting.default : JSON.stringify(setting.default)}`;
}

function typeOf({ type, oneOf }: ScalarSetting): string {
  return oneOf === undefined ? type : oneOf.join(" or ");
}

function sourceOf({ chart, git, objects = {} }: AddonApplication): string {
  if (chart !== undefined) return `chart ${chart.name} ${chart.version} of ${chart.repository}`;
  if (git !== undefined) return `${git.path} of ${git.repository} at ${git.revision}`;
  return Object.values(objects)
    .map(({ object }) => `${object.kind} ${object.metadata.name}`)
    .join(", ");
}
