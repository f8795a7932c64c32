import type { AdmissionCheck } from "../admission/policy.ts";
import type { Code, Diagnostic, Location, Related } from "../diagnostics/diagnostic.ts";
import type { Example } from "../diagnostics/example.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { PatternName } from "../validate/terms.ts";

/**
 * The docs of a rule, which `tenantry explain` shows. The example is YAML: objects, or files that kustomize builds, each below
 * a line `# <path>`. The example of a rule over the inventory is a tenant's spec, and that of a rule over a change is such a
 * spec before and after. A test checks that the rule finds something in the invalid example, and nothing in the valid one.
 */
interface RuleDocs extends Example {
  /** The effect at run time, and why no other check reports it. */
  readonly why: string;
  readonly fix: string;
  /** The pattern of the examples' cluster, if the rule is about another one than standard. */
  readonly pattern?: PatternName;
}

/** A finding of a rule. */
export interface RuleFinding {
  readonly at: Location;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whether the object may be valid, because the rule lacks some facts. The finding is then a warning. */
  readonly unsure?: boolean | undefined;
  /** The text to put in place of the text at `at`, if it is certain. */
  readonly fix?: string | undefined;
  readonly related?: readonly Related[] | undefined;
  /** The cluster of the finding. Rules over manifest sets do not need to set it. */
  readonly cluster?: string | undefined;
}

/**
 * The severity of a rule in a folder that was written by hand, for an unknown cluster. Without this field an error remains an
 * error: the API server rejects the object, or the object fails on every cluster.
 */
type InFolder =
  /** The rule is a matter of policy, or the missing object may be on the cluster. */
  | "warning"
  /** Two objects conflict if both are applied. */
  | "warning unless applied together"
  /** Only a platform of this repository requires it. The rule does not run. */
  | "not checked";

interface Named {
  /** `<topic>/<problem>`. The topic is the folder of the rule. */
  readonly code: Code;
  readonly severity: Diagnostic["severity"];
  readonly inFolder?: InFolder;
  readonly summary: string;
  readonly docs: RuleDocs;
  /** The checks by which the API server of a cluster enforces the rule for requests that bypass git. */
  readonly inCluster?: readonly AdmissionCheck[];
  /** Why the rule cannot be waived: the users that a violation hurts in addition to the owner of the waiver. */
  readonly neverWaived?: string;
}

/** A rule about each object of some kinds. */
export interface ObjectRule extends Named {
  readonly over: "object";
  /** `<group>/<Kind>`. Without kinds, every object. */
  readonly kinds?: readonly string[];
  readonly check: (manifest: Manifest, manifestSet: ManifestSet) => Iterable<RuleFinding>;
}

/** A rule about a manifest set: the objects of a tenant, a platform or a folder. */
export interface ManifestSetRule extends Named {
  readonly over: "manifest set";
  readonly check: (manifestSet: ManifestSet) => Iterable<RuleFinding>;
}

/** A rule about all objects of some kinds on one cluster. */
export interface ClusterRule extends Named {
  readonly over: "cluster";
  readonly kinds: readonly string[];
  readonly check: (manifestSet: ManifestSet) => Iterable<RuleFinding>;
}

/** A rule about the inputs: tenant, platform and cluster files. */
export interface InventoryRule extends Named {
  readonly over: "inventory";
  readonly check: (inventory: Inventory) => Iterable<RuleFinding>;
}

/** A rule about a change: from the merged to the proposed inputs. */
export interface ChangeRule extends Named {
  readonly over: "change";
  readonly check: (before: Inventory, after: Inventory) => Iterable<RuleFinding>;
}

export type CheckRule = ObjectRule | ManifestSetRule | ClusterRule | InventoryRule | ChangeRule;

/** Keeps the literal types of a rule's code. */
export function defineRule<const R extends CheckRule>(rule: R): R {
  return rule;
}
