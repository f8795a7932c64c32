import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { capacityStorageClassUnknown } from "./storage-class-unknown.ts";

const claim = (name: string): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: notebooks, namespace: churn }
spec: { accessModes: [ReadWriteOnce]${name}, resources: { requests: { storage: 1Gi } } }
`;

const context = churnOnProduction();

test.each([
  { name: "the default class by name", yaml: claim(", storageClassName: standard"), found: [] },
  { name: "another class that the cluster offers", yaml: claim(", storageClassName: fast"), found: [] },
  { name: "no class, and an empty class", yaml: `${claim("")}---${claim(', storageClassName: ""')}`, found: [] },
  {
    name: "an unknown class",
    yaml: claim(", storageClassName: fats"),
    found: ["4:57 unknown storage class fats: production does not offer it"],
  },
  {
    name: "a class that the manifest set defines",
    yaml: `${claim(", storageClassName: local")}---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: local }\n`,
    found: [],
  },
  {
    name: "an unknown class in a ServerConfig",
    yaml: "apiVersion: mlops.seldon.io/v1alpha1\nkind: ServerConfig\nmetadata: { name: c, namespace: seldon-system }\nspec:\n  volumeClaimTemplates: [{ name: models, spec: { storageClassName: gp2 } }]\n",
    found: ["5:68 unknown storage class gp2: production does not offer it"],
  },
  {
    name: "an unknown class in a StatefulSet",
    yaml: "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: s, namespace: churn }\nspec:\n  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: gp2 } }]\n",
    found: ["5:80 unknown storage class gp2: production does not offer it"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityStorageClassUnknown, yaml, context)).toEqual(found);
});
