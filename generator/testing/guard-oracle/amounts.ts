import { clustersOf, entriesAt, listIn, type Rendered, textIn, type World } from "./rendered.ts";

const unbounded = Number.POSITIVE_INFINITY;

/** Bounds of a namespace that are higher after a change, or removed: of all its pods and objects, and of one container. */
export function higherBounds(before: World, after: World): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const [boundsBefore, boundsAfter] = [boundsOn(before, cluster), boundsOn(after, cluster)];
    return [...new Set([...boundsBefore.keys(), ...boundsAfter.keys()])].flatMap((key) => {
      const [was, now] = [boundsBefore.get(key), boundsAfter.get(key)];
      if (key.includes(" min "))
        return was !== undefined && (now === undefined || now.least < was.least) ? [`${cluster}: ${key} is lower`] : [];
      // Of several defaults for a container this assumes the largest, to be on the safe side. Of several maxima the least applies.
      const field = key.includes(" default") ? "most" : "least";
      return (now?.[field] ?? unbounded) > (was?.[field] ?? unbounded) ? [`${cluster}: ${key} is higher`] : [];
    });
  });
}

interface Bound {
  readonly least: number;
  readonly most: number;
}

function boundsOn({ objects }: World, cluster: string): ReadonlyMap<string, Bound> {
  const bounds = new Map<string, Bound>();
  const add = (key: string, value: unknown): void => {
    const amount = quantity(String(value));
    const bound = bounds.get(key);
    bounds.set(key, { least: Math.min(bound?.least ?? unbounded, amount), most: Math.max(bound?.most ?? 0, amount) });
  };
  for (const object of objects) {
    if (object.cluster !== cluster) continue;
    if (object.kind === "ResourceQuota") {
      const scope = JSON.stringify([
        listIn(object.data, "spec", "scopes"),
        entriesAt(object.data, "spec", "scopeSelector"),
      ]);
      for (const [key, value] of entriesAt(object.data, "spec", "hard"))
        add(`${object.namespace} quota ${scope} ${key}`, value);
    }
    if (object.kind === "LimitRange")
      for (const item of listIn(object.data, "spec", "limits"))
        for (const [field] of entriesAt(item))
          for (const [key, value] of entriesAt(item, field))
            add(`${object.namespace} ${textIn(item, "type")} ${field} ${key}`, value);
  }
  return bounds;
}

/** More storage in claims, by class, in namespaces without a storage quota, and classes that a namespace did not use before. */
export function moreStorage(before: World, after: World, defaultClass: string): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const storageBefore = storageOn(before, cluster, defaultClass);
    const bounds = boundsOn(before, cluster);
    return [...storageOn(after, cluster, defaultClass)].flatMap(([key, size]) => {
      const [namespace = "", storageClass = ""] = key.split(" ");
      const was = storageBefore.get(key);
      if (was === undefined && storageClass !== defaultClass)
        return [`${cluster}: ${namespace} uses storage class ${storageClass}`];
      const bounded = [...bounds.keys()].some(
        (bound) => bound.startsWith(`${namespace} quota `) && bound.endsWith(" requests.storage"),
      );
      return !bounded && size > (was ?? 0)
        ? [`${cluster}: ${namespace} asks for more storage of class ${storageClass}`]
        : [];
    });
  });
}

/**
 * More storage if claims that a change removes stay in the cluster, as Argo CD leaves them: together with new claims, in
 * namespaces without a storage quota.
 */
export function keptStorage(before: World, after: World, defaultClass: string): readonly string[] {
  const kept = before.objects.filter(
    (object) =>
      object.kind === "PersistentVolumeClaim" &&
      textIn(object.data, "metadata", "annotations", "argocd.argoproj.io/sync-options")?.includes("Prune=false") ===
        true &&
      !after.objects.some(
        ({ kind, cluster, namespace, name }) =>
          kind === object.kind && cluster === object.cluster && namespace === object.namespace && name === object.name,
      ),
  );
  return moreStorage(before, { ...after, objects: [...after.objects, ...kept] }, defaultClass);
}

function storageOn({ objects }: World, cluster: string, defaultClass: string): ReadonlyMap<string, number> {
  const storage = new Map<string, number>();
  const here = objects.filter((object) => object.cluster === cluster);
  const add = (namespace: string, spec: unknown, times: number): void => {
    const key = `${namespace} ${textIn(spec, "storageClassName") ?? defaultClass}`;
    const size = entriesAt(spec, "resources", "requests").find(([name]) => name === "storage")?.[1];
    storage.set(key, (storage.get(key) ?? 0) + quantity(String(size ?? 0)) * times);
  };
  for (const { kind, namespace, data } of here) {
    if (kind === "PersistentVolumeClaim") add(namespace, data["spec"], 1);
    if (kind !== "Server") continue;
    const config = here.find(
      (rendered) => rendered.kind === "ServerConfig" && rendered.name === textIn(data, "spec", "serverConfig"),
    );
    for (const claim of listIn(config?.data, "spec", "volumeClaimTemplates"))
      add(namespace, entriesAt(claim).find(([key]) => key === "spec")?.[1], replicasOf(data));
  }
  return storage;
}

function replicasOf(server: Rendered["data"]): number {
  const given = entriesAt(server, "spec").flatMap(([key, value]) =>
    /^(replicas|maxReplicas)$/.test(key) ? [Number(value)] : [],
  );
  return Math.max(...given, 1);
}

const suffixes: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** The value of a Kubernetes quantity, exact enough for these tests. */
function quantity(text: string): number {
  const [, number = "", suffix = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = suffixes[suffix];
  if (number === "" || factor === undefined) throw new Error(`invalid quantity: ${text}`);
  return Number(number) * factor;
}
