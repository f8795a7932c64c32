import { storagePolicies } from "../../admission/storage.ts";
import { replaced } from "../../diagnostics/example.ts";
import { allClaims } from "../../evaluate/capacity/claims.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { duplicateClaims } from "./duplicate-claims.ts";

export const capacityStorageClassUnknown = defineRule({
  code: "capacity/storage-class-unknown",
  severity: "error",
  over: "scene",
  summary: "A volume claim names a storage class that the cluster does not offer.",
  docs: {
    why: "The claim is stored and stays Pending, and so does every pod that mounts it. A StatefulSet's claims cannot be changed afterwards: a wrong class in a ServerConfig is fixed by deleting StatefulSet and claims by hand.",
    invalid: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: notebooks, namespace: churn }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fats
  resources: { requests: { storage: 50Gi } }
`,
    valid: replaced("storageClassName: fats", "storageClassName: fast"),
    fix: "Name a class of the cluster's storageClasses, or none for its default.",
  },
  inCluster: [
    { policy: storagePolicies, holds: "variables.unknown.size() == 0", found: 'variables.unknown.join(", ")' },
  ],
  *check(manifestSet) {
    const { cluster } = manifestSet.context;
    if (cluster === undefined) return;
    const { default: fallback, others } = cluster.spec.storageClasses;
    const here = manifestSet.of("storage.k8s.io/StorageClass").map(({ name }) => name);
    const offered = [fallback, ...others, ...here];
    yield* duplicateClaims(
      allClaims(manifestSet).flatMap(({ by, path, storageClass }) => {
        // An empty name asks for a volume that somebody made by hand.
        if (storageClass === undefined || storageClass === "" || offered.includes(storageClass)) return [];
        return [
          {
            at: by.at([...path, "storageClassName"], "value"),
            message: `${cluster.name} offers no storage class ${storageClass}`,
            hint: suggestion(storageClass, offered),
          },
        ];
      }),
    );
  },
});
