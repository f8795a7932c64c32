import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";

/** The objects of a running cluster, compared with the generated ones. */
export const liveCodes = {
  "live/stays-behind": {
    severity: "warning",
    summary:
      "No generated object replaces a live object, so the live object remains in addition to the generated ones.",
    why: "Argo CD removes only objects that it created. Network policies and role bindings add up: access that an old one opens stays open, even if the new ones close it. For these kinds the finding is an error. Every quota and every LimitRange applies.",
    fix: "Remove it after the move, or declare it in the tenant's file or as a component.",
    messages: {
      staysBehind: (object: string) => `${object} stays in the cluster: no generated object has its name`,
    },
  },
  "live/owned-twice": {
    severity: "error",
    summary: "A live object already has another owner that manages it.",
    why: "Two Applications, or an Application and a Helm release, undo each other's changes indefinitely. When one of them is deleted, it deletes the object too.",
    fix: "Remove it from its first owner without deleting it (an Application: without its finalizer, or with Prune=false), then merge.",
    messages: {
      ownedTwice: (object: string, owner: string, application: string) =>
        `duplicate owner of ${object}: ${owner} and Application ${application}`,
    },
  },
  "live/taken-over": {
    severity: "warning",
    summary: "Argo CD takes over a live object, and changes it.",
    why: "Argo CD applies the generated object over the live one. The generated fields change at the first sync.",
    fix: "Compare the listed fields. If the live value is right, set it in the tenant's file.",
    messages: {
      takenOver: (application: string, object: string, fields: string) =>
        `Application ${application} takes over ${object} and changes ${fields}`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
