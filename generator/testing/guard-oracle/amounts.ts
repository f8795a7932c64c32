import { clustersOf, entriesAt, type Rendered, listIn, textIn, type World } from "./rendered.ts";

const unbounded = Number.POSITIVE_INFINITY;

/** Bounds of a namespace that are higher than they were, or gone: of all its pods and objects, and of one container. */
export function higherBounds(before: World, after: World): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const [old, is] = [boundsOn(before, cluster), boundsOn(after, cluster)];
    return [...new Set([...old.keys(), ...is.keys()])].flatMap((key) => {
      const [was, now] = [old.get(key), is.get(key)];
      if (key.includes(" min "))
        return was !== undefined && (now === undefined || now.least < was.least) ? [`${cluster}: ${key} is lower`] : [];
      // What a container gets that asks for nothing is the largest of several, to be on the safe side; of maxima the least holds.
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
  const found = new Map<string, Bound>();
  const add = (key: string, value: unknown): void => {
    const amount = quantity(String(value));
    const known = found.get(key);
    found.set(key, { least: Math.min(known?.least ?? unbounded, amount), most: Math.max(known?.most ?? 0, amount) });
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
  return found;
}

/** Storage that claims ask for where no quota bounds it, by class, and classes that a namespace did not use. */
export function moreStorage(before: World, after: World, defaultClass: string): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const [old, is] = [storageOn(before, cluster, defaultClass), storageOn(after, cluster, defaultClass)];
    const bounds = boundsOn(before, cluster);
    return [...is].flatMap(([key, size]) => {
      const [namespace = "", storageClass = ""] = key.split(" ");
      const was = old.get(key);
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

/** Claims that a change takes away and Argo CD leaves in the cluster, beside new ones where no quota bounds storage. */
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
  const found = new Map<string, number>();
  const here = objects.filter((object) => object.cluster === cluster);
  const add = (namespace: string, spec: unknown, times: number): void => {
    const key = `${namespace} ${textIn(spec, "storageClassName") ?? defaultClass}`;
    const size = entriesAt(spec, "resources", "requests").find(([name]) => name === "storage")?.[1];
    found.set(key, (found.get(key) ?? 0) + quantity(String(size ?? 0)) * times);
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
  return found;
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

/** An amount as Kubernetes writes it: exact enough for those of a test. */
function quantity(text: string): number {
  const [, number = "", suffix = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = suffixes[suffix];
  if (number === "" || factor === undefined) throw new Error(`no quantity: ${text}`);
  return Number(number) * factor;
}
