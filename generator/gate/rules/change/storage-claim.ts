import { fixed } from "../../../diagnostics/example.ts";
import { nanos } from "../../../models/quantity.ts";
import { defineRule } from "../rule.ts";
import { changedTenants, placeOf } from "./tenants.ts";

export const storageClaim = defineRule({
  code: "change/storage-claim",
  severity: "error",
  over: "change",
  summary: "A claim that holds data grows, and changes in nothing else.",
  page: {
    why: "Kubernetes lets a bound claim grow where its class allows it, and refuses every other change: Argo CD would try for ever. A claim that is no longer declared stays with its data, and nobody knows of it any more.",
    wrong: `
storage: { notebooks: { size: 50Gi } }
---
storage: { notebooks: { size: 20Gi } }
`,
    right: fixed("storage: { notebooks: { size: 20Gi } }", "storage: { notebooks: { size: 80Gi } }"),
    mend: "Declare another claim, copy the data, and remove the old one by hand when nothing needs it.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      for (const [name, claim] of Object.entries(old.spec.storage)) {
        const now = fresh.spec.storage[name];
        const say = (
          what: string,
          field?: string,
        ): { at: ReturnType<typeof placeOf>; message: string; cluster: string } => ({
          at: placeOf(
            fresh.at("storage", ...(now === undefined ? [] : [name]), ...(field === undefined ? [] : [field])),
          ),
          message: `claim ${name} of ${fresh.name} ${what} on ${cluster.after.name}`,
          cluster: cluster.after.name,
        });
        if (now === undefined) yield say("is not declared any more, and stays with its data");
        else if (nanos(now.size) < nanos(claim.size)) yield say(`shrinks from ${claim.size} to ${now.size}`, "size");
        else if (
          (now.class ?? cluster.after.spec.storageClasses.default) !==
          (claim.class ?? cluster.before.spec.storageClasses.default)
        )
          yield say("changes its class", "class");
        else if (now.accessModes.join() !== claim.accessModes.join())
          yield say("changes its access modes", "accessModes");
      }
    }
  },
});
