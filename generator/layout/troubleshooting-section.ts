import type { TenantScope } from "../generate/scope.ts";
import { type Block, heading } from "../text/document.ts";
import { commandBlocks } from "./command-shares.ts";

/** A symptom, its meaning, and the commands that show the cause. */
export interface TroubleSection {
  readonly title: string;
  readonly message: string;
  /** Values in the output of the commands, each with its meaning. */
  readonly cases?: readonly string[];
  readonly look: readonly string[];
  /** The steps that fix it. */
  readonly fix?: string;
}

/** The symptoms that a tenant on a cluster can have. @param applications The tenant's Applications. */
export type TroubleTopic = (scope: TenantScope, applications: readonly string[]) => readonly TroubleSection[];

/** Formats a section, with its commands grouped by who may run them. */
export function troubleBlocks(
  scope: TenantScope,
  { title, message, cases, look, fix }: TroubleSection,
): readonly Block[] {
  return [
    heading(3, title),
    { text: message },
    ...(cases === undefined ? [] : [{ items: cases }]),
    ...commandBlocks(scope, look),
    ...(fix === undefined ? [] : [{ text: fix }]),
  ];
}
