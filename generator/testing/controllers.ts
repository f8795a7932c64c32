import { setTimeout as wait } from "node:timers/promises";
import { valueAt } from "../validate/merge.ts";
import type { ApiServer } from "./api-server.ts";

/** The parts of Kubernetes' controller manager without which Argo CD cannot sync a tenant. */
export interface Controllers {
  readonly stop: () => Promise<void>;
}

interface Listed {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly finalizers?: readonly string[];
    readonly deletionTimestamp?: string;
  };
  readonly spec?: { readonly hard?: object };
  readonly status?: { readonly hard?: object };
}

/** Argo CD deletes with this finalizer. The garbage collector removes it from an object without dependents. */
const foreground = "foregroundDeletion";

/**
 * Does the work of two controllers: of the garbage collector, which completes deletions, and of the controller of quotas,
 * without whose status the API server rejects the objects that a quota counts.
 * @param resources API paths of lists in all namespaces, such as `/apis/networking.k8s.io/v1/ingresses`.
 */
export function startControllers(server: ApiServer, resources: readonly string[]): Controllers {
  let stopped = false;
  const collect = async (): Promise<void> => {
    for (const path of resources)
      for (const { metadata } of await listed(server, path)) {
        const { finalizers = [], deletionTimestamp } = metadata;
        if (deletionTimestamp === undefined || !finalizers.includes(foreground)) continue;
        const others = finalizers.filter((finalizer) => finalizer !== foreground);
        await server.request("MERGE", objectPath(path, metadata), { metadata: { finalizers: others } });
      }
  };
  const count = async (): Promise<void> => {
    const path = "/api/v1/resourcequotas";
    for (const { metadata, spec, status } of await listed(server, path)) {
      const { hard = {} } = spec ?? {};
      if (status?.hard !== undefined) continue;
      const used = Object.fromEntries(Object.keys(hard).map((name) => [name, "0"]));
      await server.request("MERGE", `${objectPath(path, metadata)}/status`, { status: { hard, used } });
    }
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      await collect();
      await count();
      await wait(500);
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped = true;
      return running;
    },
  };
}

async function listed(server: ApiServer, path: string): Promise<readonly Listed[]> {
  const { body } = await server.request("GET", path);
  const items = valueAt(body, ["items"]);
  return Array.isArray(items) ? items : [];
}

function objectPath(path: string, { name, namespace }: Listed["metadata"]): string {
  const cut = path.lastIndexOf("/");
  return `${path.slice(0, cut)}/namespaces/${namespace}${path.slice(cut)}/${name}`;
}
