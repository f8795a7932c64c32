import { storagePolicies } from "../../admission/storage.ts";
import { replaced } from "../../diagnostics/example.ts";
import { allClaims } from "../../evaluate/capacity/claims.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { withoutDuplicateFindings } from "./without-duplicates.ts";

export const capacityStorageClassUnknown = defineRule({
  code: "capacity/storage-class-unknown",
  severity: "error",
  over: "manifest set",
  summary: "A volume claim names a storage class that the cluster does not offer.",
  docs: {
    why: "A claim with an unknown storage class stays Pending, and every pod that mounts the claim also stays Pending. The API server rejects later changes to the volumeClaimTemplates of a StatefulSet. To correct a wrong class in a ServerConfig, you must delete the StatefulSet and its claims by hand.",
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
    fix: "Set storageClassName to a class under storageClasses in the cluster file, or remove storageClassName to use the default class.",
  },
  inCluster: [
    {
      policy: storagePolicies,
      compliesWhen: "variables.unknown.size() == 0",
      message:
        '"storage class " + variables.unknown.join(", ") + " is not allowed: the cluster does not offer it. Set storageClassName to an offered class (" + variables.offered.join(", ") + "), or remove storageClassName to use the default class."',
    },
  ],
  *check(manifestSet) {
    const { cluster } = manifestSet.context;
    if (cluster === undefined) return;
    const { default: fallback, others } = cluster.spec.storageClasses;
    const here = manifestSet.of("storage.k8s.io/StorageClass").map(({ name }) => name);
    const offered = [fallback, ...others, ...here];
    yield* withoutDuplicateFindings(
      allClaims(manifestSet).flatMap(({ by, path, storageClass }) => {
        // An empty name requests a volume that was created by hand.
        if (storageClass === undefined || storageClass === "" || offered.includes(storageClass)) return [];
        return [
          {
            at: by.at([...path, "storageClassName"], "value"),
            message: `unknown storage class ${storageClass}: ${cluster.name} does not offer it`,
            hint: suggestion(storageClass, offered),
          },
        ];
      }),
    );
  },
});
