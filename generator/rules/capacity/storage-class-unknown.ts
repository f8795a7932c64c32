import { storage } from "../../admission/storage.ts";
import { fixed } from "../../diagnostics/example.ts";
import { allClaims } from "../../evaluate/capacity/claims.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { onceEach } from "./once-each.ts";

export const storageClassUnknown = defineRule({
  code: "capacity/storage-class-unknown",
  severity: "error",
  over: "scene",
  summary: "A volume claim names a storage class that the cluster does not offer.",
  page: {
    why: "The claim is stored and stays Pending, and so does every pod that mounts it. A StatefulSet's claims cannot be changed afterwards: a wrong class in a ServerConfig is mended by deleting StatefulSet and claims by hand.",
    wrong: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: notebooks, namespace: churn }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fats
  resources: { requests: { storage: 50Gi } }
`,
    right: fixed("storageClassName: fats", "storageClassName: fast"),
    mend: "Name a class of the cluster's storageClasses, or none for its default.",
  },
  inCluster: [{ policy: storage, holds: "variables.unknown.size() == 0", found: 'variables.unknown.join(", ")' }],
  *check(scene) {
    const { cluster } = scene.around;
    if (cluster === undefined) return;
    const { default: fallback, others } = cluster.spec.storageClasses;
    const here = scene.of("storage.k8s.io/StorageClass").map(({ name }) => name);
    const offered = [fallback, ...others, ...here];
    yield* onceEach(
      allClaims(scene).flatMap(({ by, path, storageClass }) => {
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
