import { join } from "node:path";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import { newestFacts, seldonVersions } from "../models/seldon/versions.ts";
import { seldonSchemas } from "../models/seldon-schemas.ts";
import type { Renderer } from "../render/render.ts";
import { cacheFolder, digestOf } from "../tools/cache.ts";
import type { Machine } from "../tools/machine.ts";
import { provideSchemas, type SchemaSet } from "../tools/provide-schemas.ts";
import { provideTool, type Tool, type ToolName } from "../tools/provide-tool.ts";
import { newestVersions } from "../tools/schema-sources.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { SchemaValidator } from "./kubeconform.ts";
import { KnownValid, mostRemembered } from "./validation-cache.ts";

/** The tools that a run asks, each made ready when it is first needed. */
export interface Toolchain {
  readonly renderer: Renderer;
  /** By the schemas of a cluster and its Seldon; without one by those of the newest versions that are pinned. */
  readonly validator: (cluster: ClusterEntry | undefined, seldon?: SeldonFacts) => Promise<SchemaValidator>;
  /** Scenes that no rule had anything to say of. */
  readonly cleanManifests: KnownValid;
  /**
   * Remembers, for the next run, what was valid in this one.
   * @param partial Whether this run did not come to everything: what it did not look at is still remembered.
   */
  readonly remember: (partial: boolean) => void;
}

/** @param fresh Ask about everything anew, whatever is remembered. */
export function openToolchain(root: string, machine: Machine, fresh: boolean): Toolchain {
  const tools = new Map<ToolName, Promise<Tool>>();
  const sets = new Map<string, Promise<SchemaSet>>();
  const cache = cacheFolder(machine);
  const log = withoutRepeats(machine.log);
  const file = (what: string): string | undefined => (fresh ? undefined : join(cache, what, digestOf(root)));
  const known = new KnownValid(file("valid"), log);
  const knownObjects = new KnownValid(file("valid-objects"), log, mostRemembered);
  const clean = new KnownValid(file("clean"), log);
  const tool = (name: ToolName) => (): Promise<Tool> => makeOnce(tools, name, () => provideTool(name, machine));
  return {
    renderer: { kustomize: tool("kustomize"), cache: join(cache, "builds"), fresh, log },
    validator: async (cluster, seldon = newestFacts(seldonVersions)) => {
      const versions =
        cluster === undefined
          ? newestVersions
          : { kubernetes: cluster.spec.kubernetes.version, argoCD: cluster.spec.argoCD.version };
      const schemas = await makeOnce(sets, JSON.stringify([versions, seldon.schemas]), () =>
        provideSchemas(versions, seldonSchemas(seldon), machine),
      );
      return { kubeconform: tool("kubeconform"), schemas, known, knownObjects };
    },
    cleanManifests: clean,
    remember: (partial) => {
      known.save(partial);
      knownObjects.save(partial);
      clean.save(partial);
    },
  };
}

/** A cache that takes nothing says so for each thing that it does not take. */
function withoutRepeats(log: (line: string) => void): (line: string) => void {
  const messages = new Set<string>();
  return (line) => {
    if (!messages.has(line)) log(line);
    messages.add(line);
  };
}

function makeOnce<K, V>(made: Map<K, V>, key: K, make: () => V): V {
  const before = made.get(key);
  if (before !== undefined) return before;
  const value = make();
  made.set(key, value);
  return value;
}
