import { parse } from "yaml";
import { at, clustersOf, type Data, entriesAt, isData, listIn, textIn, type World } from "./rendered.ts";

/** Keys of a secret store that are read, and not from the tenant's own folder. */
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
      ].map((what) => `${cluster}: ${namespace}/${name} reads ${what}`);
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

/** Nodes that a tenant's pods may run on and could not before, on that cluster. */
export function otherNodes(before: World, after: World): readonly string[] {
  const old = new Set(placements(before));
  return placements(after).filter((placement) => !old.has(placement));
}

function placements({ objects }: World): readonly string[] {
  return objects.flatMap(({ cluster, tenant, data }) =>
    placedIn(data).map((value) => `${cluster}: ${tenant} runs with ${value}`),
  );
}

function placedIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(placedIn);
  return entriesAt(value).flatMap(([key, inner]) =>
    placing.includes(key)
      ? (Array.isArray(inner) ? inner : [inner]).map((item) => `${key} ${JSON.stringify(item)}`)
      : placedIn(inner),
  );
}

/** Ways into a namespace from outside the cluster, and Services that take somebody else's address. */
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

/** Waivers on each cluster, and the owner: what nothing that is rendered tells. */
export function otherInputs(before: World, after: World): readonly string[] {
  return Object.entries(after.inputs).flatMap(([file, text]) => {
    const old = before.inputs[file];
    if (!file.startsWith("tenants/") || old === undefined) return [];
    const [was, is] = [specIn(old), specIn(text)];
    const owners = [was, is].map((spec) => textIn(spec, "owner", "github"));
    return [
      ...(owners[0] === owners[1] ? [] : [`${file} belongs to ${owners[1]}`]),
      ...clustersOf(after).flatMap((cluster) => {
        const known = waiversOn(was, cluster);
        return [...waiversOn(is, cluster)]
          .filter(([code, day]) => day > (known.get(code) ?? ""))
          .map(([code]) => `${cluster}: ${file} waives ${code}`);
      }),
    ];
  });
}

function specIn(text: string): unknown {
  return at(parse(text), "spec");
}

/** By code, until which day: on a cluster its own lines lie over those for all, and null takes one away. */
function waiversOn(spec: unknown, cluster: string): ReadonlyMap<string, string> {
  const found = new Map<string, Data>();
  const own = at(spec, "clusters", cluster);
  if (isData(own) && own["waivers"] === null) return new Map();
  for (const [code, waiver] of [...entriesAt(spec, "waivers"), ...entriesAt(own, "waivers")])
    if (isData(waiver)) found.set(code, { ...found.get(code), ...waiver });
    else found.delete(code);
  return new Map([...found].map(([code, waiver]) => [code, String(waiver["expires"])]));
}
