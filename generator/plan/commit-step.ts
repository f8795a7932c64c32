import type { Lifecycle } from "../validate/tenant.ts";
import type { PatternName } from "../validate/terms.ts";
import type { Edit } from "./edit.ts";

/** The target of a plan. Without any field: the result of a build from the current files. */
export interface PlanTarget {
  readonly pattern?: PatternName;
  readonly seldon?: string;
  readonly lifecycle?: Lifecycle | "removed";
  /** With the lifecycle `removed`: the add-on to switch off. */
  readonly addon?: string;
  /** With an add-on: the version of its charts. */
  readonly version?: string;
  /** With a version: the Application of the add-on whose chart changes. */
  readonly application?: string;
  /** With an add-on: adopt what another installer created. */
  readonly adopt?: true;
}

/** Whether a plan removes a cluster: its target is a removal, and the user selected no tenants and no add-on. */
export function removesCluster({ lifecycle, addon }: PlanTarget, tenants: readonly string[]): boolean {
  return lifecycle === "removed" && addon === undefined && tenants.length === 0;
}

/** The lifecycle state of a tenant in the tree that the plan starts from. */
export type LifecycleOf = (cluster: string, tenant: string) => Lifecycle | undefined;

/** One commit of a plan: its edits, the reason for a separate commit, and the commands that verify it. */
export interface CommitStep {
  readonly title: string;
  readonly why: string;
  readonly edits: readonly Edit[];
  /** The files already have the content that this commit needs. The commits before it need other content. */
  readonly asWritten?: true;
  /** Differences between the descriptions of the chart before and after this commit. */
  readonly differences?: readonly string[];
  /** Commands before the merge, in order: checks of objects that Argo CD does not create, and changes of an old Argo CD. */
  readonly first?: readonly Verification[];
  /** Commands after the merge, in order, before the checks. */
  readonly next?: readonly Verification[];
  /** The known bounds of its duration, and their causes. */
  readonly takes: readonly string[];
  readonly verify: readonly Verification[];
}

/** A command, and the output that shows that a step is complete. */
export interface Verification {
  readonly command: string;
  readonly expect: string;
}
