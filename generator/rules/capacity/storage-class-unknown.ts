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
    why: "The claim is stored and stays Pending, and so does every pod that mounts it. The claims of a StatefulSet cannot be changed afterwards. To correct a wrong class in a ServerConfig, the StatefulSet and its claims must be deleted by hand.",
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
    fix: "Name a class of the cluster's storageClasses, or none for the default class.",
  },
  inCluster: [
    {
      policy: storagePolicies,
      compliesWhen: "variables.unknown.size() == 0",
      message:
        '"storage class " + variables.unknown.join(", ") + " is not allowed: the cluster does not offer it. Set storageClassName to an offered class (" + variables.offered.join(", ") + "), or remove it to use the default class."',
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
