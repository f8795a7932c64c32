import type { AdmissionCheck } from "../admission/policy.ts";
import type { Code, Diagnostic, Location, Related } from "../diagnostics/diagnostic.ts";
import type { Example } from "../diagnostics/example.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { PatternName } from "../validate/terms.ts";

/**
 * What `tenantry explain` says of a rule. Its example is YAML: objects, or files that kustomize builds, each below a line
 * `# <path>`; of a rule over the inventory a tenant's spec; of one over a change that spec before and after. A test holds the
 * rule to finding something in what is wrong, and nothing in what is right.
 */
interface RuleDocs extends Example {
  /** What happens at run time, and why nothing else says so. */
  readonly why: string;
  readonly fix: string;
  /** The pattern that the cluster of the examples has, where another one than standard is what it is about. */
  readonly pattern?: PatternName;
}

/** Something that a rule found. */
export interface RuleFinding {
  readonly at: Location;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whether it may be right all the same, for what nobody here knows: then it is a warning. */
  readonly unsure?: boolean | undefined;
  /** What would be right in place of what stands at `at`, where that is certain. */
  readonly fix?: string | undefined;
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
  readonly docs: RuleDocs;
  /** The same once more, where somebody writes past git: what of it the cluster's API server asks. */
  readonly inCluster?: readonly AdmissionCheck[];
  /** Why nobody may waive it: whom it would hurt beside those who ask. */
  readonly neverWaived?: string;
}

/** A rule about each object of some kinds. */
export interface ObjectRule extends Named {
  readonly over: "object";
  /** `<group>/<Kind>`; without any, each object. */
  readonly kinds?: readonly string[];
  readonly check: (manifest: Manifest, manifestSet: ManifestSet) => Iterable<RuleFinding>;
}

/** A rule about objects that belong together: a tenant's, a platform's, a folder's. */
export interface ManifestSetRule extends Named {
  readonly over: "scene";
  readonly check: (manifestSet: ManifestSet) => Iterable<RuleFinding>;
}

/** A rule about all objects of some kinds on one cluster. */
export interface ClusterRule extends Named {
  readonly over: "cluster";
  readonly kinds: readonly string[];
  readonly check: (manifestSet: ManifestSet) => Iterable<RuleFinding>;
}

/** A rule about what people wrote. */
export interface InventoryRule extends Named {
  readonly over: "inventory";
  readonly check: (inventory: Inventory) => Iterable<RuleFinding>;
}

/** A rule about what a change does: from what is merged to what is proposed. */
export interface ChangeRule extends Named {
  readonly over: "change";
  readonly check: (before: Inventory, after: Inventory) => Iterable<RuleFinding>;
}

export type CheckRule = ObjectRule | ManifestSetRule | ClusterRule | InventoryRule | ChangeRule;

/** Keeps the literal types of a rule's code. */
export function defineRule<const R extends CheckRule>(rule: R): R {
  return rule;
}
