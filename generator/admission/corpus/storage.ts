import type { AdmissionCase } from "./case.ts";

const size = "resources: { requests: { storage: 1Gi } }, accessModes: [ReadWriteOnce]";
const claim = (more: string): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: c }
spec: { ${size}${more} }
`;
const statefulSet = (more: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: s }
spec:
  selector: { matchLabels: { app: s } }
  serviceName: s
  template: { metadata: { labels: { app: s } }, spec: { containers: [{ name: a, image: "harbor.acme.test/x:1" }] } }
  volumeClaimTemplates: [{ metadata: { name: data }, spec: { ${size}${more} } }]
`;
const config = (more: string, name = "c"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: ${name} }
spec:
  podSpec: { containers: [{ name: a, image: "harbor.acme.test/x:1" }] }
  volumeClaimTemplates: [{ name: data, spec: { ${size}${more} } }]
`;
const makers = { claim, "StatefulSet's template": statefulSet, "ServerConfig's template": config };

export const storageCases: readonly AdmissionCase[] = Object.entries(makers)
  .flatMap(([what, of]): readonly AdmissionCase[] => [
    { name: `a ${what} without a class`, object: of(""), admitted: true },
    { name: `a ${what} of a class that the cluster offers`, object: of(", storageClassName: fast"), admitted: true },
    { name: `a ${what} with an empty class`, object: of(', storageClassName: ""'), admitted: true },
    { name: `a ${what} of an unknown class`, object: of(", storageClassName: fats"), admitted: false },
  ])
  .concat([
    {
      name: "an existing ServerConfig that changes to an unknown class",
      before: config(", storageClassName: fast", "was-fast"),
      object: config(", storageClassName: fats", "was-fast"),
      admitted: false,
    },
    {
      name: "an existing ServerConfig that keeps an unknown class",
      before: config(", storageClassName: gone", "was-gone"),
      object: config(", storageClassName: gone", "was-gone").replace(
        "name: was-gone",
        "name: was-gone, labels: { a: b }",
      ),
      admitted: true,
      inClusterOnly: "the admission policy does not check unchanged fields again, but the rules check every file",
    },
  ]);
