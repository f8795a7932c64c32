import { replaced } from "../../diagnostics/example.ts";
import { nanos } from "../../models/quantity.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { type ChangedTenant, changedTenants, inputLocation } from "./tenants.ts";

export const changeStorageClaim = defineRule({
  code: "change/storage-claim",
  severity: "error",
  over: "change",
  summary: "A change shrinks, alters or removes a volume claim that holds data.",
  docs: {
    why: "Kubernetes lets a bound claim grow if its class allows it, and rejects every other change: Argo CD would retry indefinitely. A claim that is no longer declared remains with its data, and no file mentions it any more.",
    invalid: `
storage: { notebooks: { size: 50Gi } }
---
storage: { notebooks: { size: 20Gi } }
`,
    valid: replaced("storage: { notebooks: { size: 20Gi } }", "storage: { notebooks: { size: 80Gi } }"),
    fix: "Declare another claim, copy the data, and remove the old one by hand when nothing needs it.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      for (const [name, claim] of Object.entries(old.spec.storage)) {
        const refused = refusedChange(claim, fresh.spec.storage[name], cluster);
        if (refused === undefined) continue;
        yield {
          at: inputLocation(fresh.at("storage", ...(refused.field === undefined ? [] : [name, refused.field]))),
          message: `claim ${name} of ${fresh.name} ${refused.message} on ${cluster.after.name}`,
          cluster: cluster.after.name,
        };
      }
    }
  },
});

type Claim = TenantEntry["spec"]["storage"][string];

/** The change of a claim that Kubernetes rejects, and its field. Without a field, the whole claim was removed. */
function refusedChange(
  old: Claim,
  fresh: Claim | undefined,
  { before, after }: ChangedTenant["cluster"],
): { readonly message: string; readonly field?: keyof Claim } | undefined {
  if (fresh === undefined) return { message: "is no longer declared, and remains with its data" };
  if (nanos(fresh.size) < nanos(old.size))
    return { message: `shrinks from ${old.size} to ${fresh.size}`, field: "size" };
  const [oldClass, freshClass] = [
    old.class ?? before.spec.storageClasses.default,
    fresh.class ?? after.spec.storageClasses.default,
  ];
  if (oldClass !== freshClass) return { message: "changes its class", field: "class" };
  if (old.accessModes.join() !== fresh.accessModes.join())
    return { message: "changes its access modes", field: "accessModes" };
  return undefined;
}
