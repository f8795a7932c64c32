import { parse } from "yaml";
import { at, clustersOf, entriesAt, isData, listIn, textIn, type World, type YamlMap } from "./rendered.ts";

/** New reads of secret store keys outside of the tenant's own folder. */
export function otherSecrets(before: World, after: World): readonly string[] {
  const old = new Set(outside(before));
  return outside(after).filter((candidate) => !old.has(candidate));
}

function outside({ objects }: World): readonly string[] {
  return objects
    .filter(({ kind }) => /^(Cluster)?(External|Push)Secret$/.test(kind))
    .flatMap(({ cluster, namespace, name, data }) => {
      const spec = at(data, "spec");
      const folder = `ml-platform/${namespace === "seldon-system" ? "platform" : namespace}/`;
      const store = `${textIn(spec, "secretStoreRef", "kind")} ${textIn(spec, "secretStoreRef", "name")}`;
      const keys = listIn(spec, "data").map((value) => textIn(value, "remoteRef", "key") ?? JSON.stringify(value));
      const foreign = keys.filter(
        (key) =>
          !key.startsWith(folder) ||
          key
            .slice(folder.length)
            .split("/")
            .some((part) => /^[.]{0,2}$/.test(part)),
      );
      const others = [
        ...listIn(spec, "dataFrom"),
        ...listIn(spec, "data").filter((value) => at(value, "sourceRef") !== undefined),
      ];
      return [
        ...foreign,
        ...others.map((value) => JSON.stringify(value)),
        ...(store === "ClusterSecretStore vault" ? [] : keys.map((key) => `${store} ${key}`)),
      ].map((key) => `${cluster}: ${namespace}/${name} reads ${key}`);
    });
}

const placing = [
  "affinity",
  "nodeName",
  "nodeSelector",
  "priorityClassName",
  "runtimeClassName",
  "schedulerName",
  "tolerations",
];

/** New settings that decide on which nodes a tenant's pods run, by cluster. */
export function otherNodes(before: World, after: World): readonly string[] {
  const old = new Set(placements(before));
  return placements(after).filter((placement) => !old.has(placement));
}

function placements({ objects }: World): readonly string[] {
  return objects.flatMap(({ cluster, tenant, data }) =>
    nodePlacementSettings(data).map((value) => `${cluster}: ${tenant} runs with ${value}`),
  );
}

function nodePlacementSettings(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(nodePlacementSettings);
  return entriesAt(value).flatMap(([key, inner]) =>
    placing.includes(key)
      ? (Array.isArray(inner) ? inner : [inner]).map((item) => `${key} ${JSON.stringify(item)}`)
      : nodePlacementSettings(inner),
  );
}

/** New entry points into a namespace from outside the cluster, and Services with external IPs. */
export function otherExposure(before: World, after: World): readonly string[] {
  const old = new Set(exposed(before));
  return exposed(after).filter((candidate) => !old.has(candidate));
}

function exposed({ objects }: World): readonly string[] {
  return objects
    .filter(
      ({ kind, data }) =>
        kind === "Ingress" ||
        (kind === "Service" &&
          (listIn(data, "spec", "externalIPs").length > 0 ||
            (textIn(data, "spec", "type") ?? "ClusterIP") !== "ClusterIP")),
    )
    .map(
      ({ cluster, namespace, kind, name, data }) =>
        `${cluster}: ${kind} ${namespace}/${name} ${JSON.stringify(data["spec"])}`,
    );
}

/** New waivers on each cluster, and a new owner: changes that no rendered object shows. */
export function otherInputs(before: World, after: World): readonly string[] {
  return Object.entries(after.inputs).flatMap(([file, text]) => {
    const old = before.inputs[file];
    if (!file.startsWith("tenants/") || old === undefined) return [];
    const [specBefore, specAfter] = [specIn(old), specIn(text)];
    const owners = [specBefore, specAfter].map((spec) => textIn(spec, "owner", "github"));
    return [
      ...(owners[0] === owners[1] ? [] : [`${file} belongs to ${owners[1]}`]),
      ...clustersOf(after).flatMap((cluster) => {
        const waiversBefore = waiversOn(specBefore, cluster);
        return [...waiversOn(specAfter, cluster)]
          .filter(([code, day]) => day > (waiversBefore.get(code) ?? ""))
          .map(([code]) => `${cluster}: ${file} waives ${code}`);
      }),
    ];
  });
}

function specIn(text: string): unknown {
  return at(parse(text), "spec");
}

/** The last day of each waiver, by code. A cluster's fields override those for all clusters, and null removes a waiver. */
function waiversOn(spec: unknown, cluster: string): ReadonlyMap<string, string> {
  const waivers = new Map<string, YamlMap>();
  const override = at(spec, "clusters", cluster);
  if (isData(override) && override["waivers"] === null) return new Map();
  for (const [code, waiver] of [...entriesAt(spec, "waivers"), ...entriesAt(override, "waivers")])
    if (isData(waiver)) waivers.set(code, { ...waivers.get(code), ...waiver });
    else waivers.delete(code);
  return new Map([...waivers].map(([code, waiver]) => [code, String(waiver["expires"])]));
}
