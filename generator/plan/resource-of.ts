import { groupKindOf } from "../models/kinds.ts";

/** `<group>/<Kind>` as kubectl reads it: `deployment.apps`. */
export function resourceOf(name: string): string {
  const { group, kind } = groupKindOf(name);
  return group === "" ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}
