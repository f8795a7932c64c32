import { join } from "node:path";
import { describedSchemas } from "../models/described-schemas.ts";
import type { SeldonFacts } from "../models/seldon/facts.ts";
import { newestFacts, seldonVersions } from "../models/seldon/versions.ts";
import type { Renderer } from "../render/render.ts";
import { cacheFolder, digestOf } from "../tools/cache.ts";
import type { Machine } from "../tools/machine.ts";
import { provideSchemas, type SchemaSet } from "../tools/provide-schemas.ts";
import { provideTool, type Tool } from "../tools/provide-tool.ts";
import { newestVersions, shippedPins } from "../tools/schema-sources.ts";
import type { ToolName } from "../tools/tool-version.ts";
import { schemaVersion } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { configuredTool } from "./configured-tool.ts";
import type { SchemaValidator } from "./kubeconform.ts";
import { mostRemembered, ValidationCache } from "./validation-cache.ts";

/** The tools of a run, each prepared on first use. */
export interface Toolchain {
  readonly renderer: Renderer;
  /** A validator with the schemas of a cluster and its Seldon version. Without a cluster, with the newest pinned versions. */
  readonly validator: (cluster: ClusterEntry | undefined, seldon?: SeldonFacts) => Promise<SchemaValidator>;
  /** Manifest sets without findings. */
  readonly cleanManifests: ValidationCache;
  /**
   * Saves the valid results of this run for the next one.
   * @param partial Whether this run covered only a part. Earlier results on the other parts are then kept.
   */
  readonly remember: (partial: boolean) => void;
}

/**
 * @param fresh Check everything again, without remembered results.
 * @param trusted The repository whose platform's file names the tools. `root` if omitted.
 */
export function openToolchain(root: string, machine: Machine, fresh: boolean, trusted: string = root): Toolchain {
  const tools = new Map<ToolName, Promise<Tool>>();
  const sets = new Map<string, Promise<SchemaSet>>();
  const cache = cacheFolder(machine);
  const log = withoutRepeats(machine.log);
  const file = (what: string): string | undefined => (fresh ? undefined : join(cache, what, digestOf(root)));
  const known = new ValidationCache(file("valid"), log);
  const knownObjects = new ValidationCache(file("valid-objects"), log, mostRemembered);
  const clean = new ValidationCache(file("clean"), log);
  const tool = (name: ToolName) => (): Promise<Tool> =>
    makeOnce(tools, name, () => provideTool(name, machine, configuredTool(trusted, name)));
  return {
    renderer: { kustomize: tool("kustomize"), cache: join(cache, "builds"), fresh, log },
    validator: async (cluster, seldon = newestFacts(seldonVersions)) => {
      const pins = cluster?.pins ?? shippedPins;
      const versions =
        cluster === undefined
          ? newestVersions
          : { kubernetes: schemaVersion(cluster, "kubernetes"), argoCD: schemaVersion(cluster, "argoCD") };
      const schemas = await makeOnce(sets, JSON.stringify([versions, seldon.schemas, pins]), () =>
        provideSchemas(versions, describedSchemas(seldon), machine, pins),
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

/** A cache that cannot be written logs the same line for each entry: only the first one is kept. */
function withoutRepeats(log: (line: string) => void): (line: string) => void {
  const logged = new Set<string>();
  return (line) => {
    if (!logged.has(line)) log(line);
    logged.add(line);
  };
}

function makeOnce<K, V>(made: Map<K, V>, key: K, make: () => V): V {
  const before = made.get(key);
  if (before !== undefined) return before;
  const value = make();
  made.set(key, value);
  return value;
}
