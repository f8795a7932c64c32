import type { ClusterHalf } from "../admission/policy.ts";
import type { Code, Diagnostic, Location, Related } from "../diagnostics/diagnostic.ts";
import type { Example } from "../diagnostics/example.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import type { Scene } from "../evaluate/manifests/scene.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { PatternName } from "../validate/terms.ts";

/**
 * What `tenantry explain` says of a rule. Its example is YAML: objects, or files that kustomize builds, each below a line
 * `# <path>`; of a rule over the inventory a tenant's spec; of one over a change that spec before and after. A test holds the
 * rule to finding something in what is wrong, and nothing in what is right.
 */
interface Page extends Example {
  /** What happens at run time, and why nothing else says so. */
  readonly why: string;
  readonly mend: string;
  /** The pattern that the cluster of the examples has, where another one than standard is what it is about. */
  readonly pattern?: PatternName;
}

/** Something that a rule found. */
export interface Found {
  readonly at: Location;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whether it may be right all the same, for what nobody here knows: then it is a warning. */
  readonly unsure?: boolean | undefined;
  /** What would be right in place of what stands at `at`, where that is certain. */
  readonly mend?: string | undefined;
  readonly related?: readonly Related[] | undefined;
  /** The cluster that it is found on; a rule over scenes need not say. */
  readonly cluster?: string | undefined;
}

/**
 * What a rule is worth in a folder that anybody wrote, for a cluster that is not known. Left out, an error stays one: the
 * API server refuses the object, or it fails for sure, whatever else is on that cluster.
 */
type InFolder =
  /** It is a matter of policy, or what is missing may be on the cluster. */
  | "warning"
  /** Two objects do not go together, if both are applied. */
  | "warning unless applied together"
  /** Only a platform of this repository wants it. */
  | "not asked";

interface Named {
  /** `<topic>/<problem>`, the topic being the folder that the rule lies in. */
  readonly code: Code;
  readonly severity: Diagnostic["severity"];
  readonly inFolder?: InFolder;
  readonly summary: string;
  readonly page: Page;
  /** The same once more, where somebody writes past git: what of it the cluster's API server asks. */
  readonly inCluster?: readonly ClusterHalf[];
  /** Why nobody may waive it: whom it would hurt beside those who ask. */
  readonly neverWaived?: string;
}

/** A rule about each object of some kinds. */
export interface ObjectRule extends Named {
  readonly over: "object";
  /** `<group>/<Kind>`; without any, each object. */
  readonly kinds?: readonly string[];
  readonly check: (manifest: Manifest, scene: Scene) => Iterable<Found>;
}

/** A rule about objects that belong together: a tenant's, a platform's, a folder's. */
export interface SceneRule extends Named {
  readonly over: "scene";
  readonly check: (scene: Scene) => Iterable<Found>;
}

/** A rule about all objects of some kinds on one cluster. */
export interface ClusterRule extends Named {
  readonly over: "cluster";
  readonly kinds: readonly string[];
  readonly check: (scene: Scene) => Iterable<Found>;
}

/** A rule about what people wrote. */
export interface InventoryRule extends Named {
  readonly over: "inventory";
  readonly check: (inventory: Inventory) => Iterable<Found>;
}

/** A rule about what a change does: from what is merged to what is proposed. */
export interface ChangeRule extends Named {
  readonly over: "change";
  readonly check: (before: Inventory, after: Inventory) => Iterable<Found>;
}

export type Rule = ObjectRule | SceneRule | ClusterRule | InventoryRule | ChangeRule;

/** Keeps the literal types of a rule's code. */
export function defineRule<const R extends Rule>(rule: R): R {
  return rule;
}
