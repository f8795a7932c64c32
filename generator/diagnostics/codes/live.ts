import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";

/** What was read from a running cluster, against what is to come there. */
export const liveCodes = {
  "live/stays-behind": {
    severity: "warning",
    summary: "A live object that nothing generated replaces, so that it stays beside what is.",
    why: "Argo CD removes only what it made itself. Network policies add up, role bindings too: what an old one opens stays open, whatever the new ones close, and for them this is an error. Of quotas and LimitRanges every one counts.",
    fix: "Remove it once the move is done, or declare it, in the tenant's file or as a component.",
  },
  "live/owned-twice": {
    severity: "error",
    summary: "A live object that somebody else keeps as it is.",
    why: "Two Applications, or an Application and a Helm release, undo each other's changes for ever, and whoever of them is deleted takes the object along.",
    fix: "Take it out of its first owner without deleting it (an Application: without its finalizer, or with Prune=false), then merge.",
  },
  "live/taken-over": {
    severity: "warning",
    summary: "A live object that Argo CD takes over, and changes.",
    why: "Argo CD applies what is generated over what is there: fields that are generated change at the first sync.",
    fix: "Compare the named fields; where the live value is right, say so in the tenant's file.",
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
