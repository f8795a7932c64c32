import type { TenantScope } from "../generate/scope.ts";
import { type Block, heading } from "../text/document.ts";
import { commandBlocks } from "./command-shares.ts";

/** Something that fails, what it means, and where to look. */
export interface TroubleSection {
  readonly title: string;
  readonly message: string;
  readonly look: readonly string[];
  /** What is done about it. */
  readonly fix?: string;
}

/** What can fail of a tenant on a cluster. @param applications Those that it has. */
export type TroubleTopic = (scope: TenantScope, applications: readonly string[]) => readonly TroubleSection[];

/** A trouble as people read it, each command by who may run it. */
export function troubleBlocks(scope: TenantScope, { title, message, look, fix }: TroubleSection): readonly Block[] {
  return [
    heading(3, title),
    { text: message },
    ...commandBlocks(scope, look),
    ...(fix === undefined ? [] : [{ text: fix }]),
  ];
}
