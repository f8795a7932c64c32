import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";

/** The objects of a running cluster, compared with the generated ones. */
export const liveCodes = {
  "live/stays-behind": {
    severity: "warning",
    summary:
      "No generated object has the name of a live object, so the live object remains in addition to the generated objects.",
    why: "Argo CD removes only objects that it tracks as part of an Application. Network policies and role bindings are additive: access that a live object opens stays open, even if no generated object opens it. For network policies and role bindings, the finding is an error. Kubernetes also enforces every ResourceQuota and every LimitRange of the namespace.",
    fix: "After Argo CD has created the generated objects, delete the live object, or declare it in the tenant's file or as a component.",
    messages: {
      staysBehind: (object: string) => `left-over live object ${object}: no generated object has this name`,
    },
  },
  "live/owned-twice": {
    severity: "error",
    summary: "A live object already has another owner: an Application, a Helm release or a Flux object.",
    why: "Two owners undo each other's changes indefinitely. If one owner is deleted, the live object can be deleted too.",
    fix: "Remove the object from its first owner without deleting the object. If the first owner is an Application that you want to delete, first remove the finalizer of the Application. If you keep the Application, set the sync option Prune=false on the object before you remove the object from the source of the Application. Then merge.",
    messages: {
      ownedTwice: (object: string, owner: string, application: string) =>
        `duplicate owner of ${object}: ${owner} and Application ${application}`,
    },
  },
  "live/taken-over": {
    severity: "warning",
    summary: "Argo CD takes over a live object and changes its fields.",
    why: "Argo CD applies the generated object over the live object, so the fields of the live object change at the first sync.",
    fix: "Compare the fields that the message lists. If a live value is right, set this value in the tenant's file.",
    messages: {
      takenOver: (application: string, object: string, fields: string) =>
        `Application ${application} takes over ${object} and changes ${fields}`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
