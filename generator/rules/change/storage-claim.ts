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
    why: "The API server lets a bound claim grow if the claim's storage class allows expansion. The API server rejects a size below the volume's capacity, another storage class, and other access modes. Argo CD would retry a rejected change indefinitely. Argo CD never deletes a volume claim: a claim that is removed from the tenant file stays on the cluster with its data.",
    invalid: `
storage: { notebooks: { size: 50Gi } }
---
storage: { notebooks: { size: 20Gi } }
`,
    valid: replaced("storage: { notebooks: { size: 20Gi } }", "storage: { notebooks: { size: 80Gi } }"),
    fix: "Declare another claim and copy the data. To remove the old claim, waive this rule, remove the claim from the tenant file, and delete the claim from the cluster by hand.",
  },
  *check(before, after) {
    for (const { cluster, before: old, after: fresh } of changedTenants(before, after)) {
      for (const [name, claim] of Object.entries(old.spec.storage)) {
        const refused = refusedChange(claim, fresh.spec.storage[name], cluster);
        if (refused === undefined) continue;
        yield {
          at: inputLocation(fresh.at("storage", ...(refused.field === undefined ? [] : [name, refused.field]))),
          message: `invalid change of claim ${name} of ${fresh.name} on ${cluster.after.name}: ${refused.message}`,
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
  if (fresh === undefined) return { message: "no file declares the claim any more, and the claim stays with its data" };
  if (nanos(fresh.size) < nanos(old.size))
    return { message: `the size shrinks from ${old.size} to ${fresh.size}`, field: "size" };
  const [oldClass, freshClass] = [
    old.class ?? before.spec.storageClasses.default,
    fresh.class ?? after.spec.storageClasses.default,
  ];
  if (oldClass !== freshClass) return { message: "the storage class changes", field: "class" };
  if (old.accessModes.join() !== fresh.accessModes.join())
    return { message: "the access modes change", field: "accessModes" };
  return undefined;
}
