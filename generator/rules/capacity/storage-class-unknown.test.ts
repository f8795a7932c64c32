import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { capacityStorageClassUnknown } from "./storage-class-unknown.ts";

const claim = (name: string): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: notebooks, namespace: churn }
spec: { accessModes: [ReadWriteOnce]${name}, resources: { requests: { storage: 1Gi } } }
`;

const context = churnOnProduction();

test.each([
  { name: "the default, by name", yaml: claim(", storageClassName: standard"), found: [] },
  { name: "another that is offered", yaml: claim(", storageClassName: fast"), found: [] },
  { name: "none, and none on purpose", yaml: `${claim("")}---${claim(', storageClassName: ""')}`, found: [] },
  {
    name: "one that is not there",
    yaml: claim(", storageClassName: fats"),
    found: ["4:57 production offers no storage class fats"],
  },
  {
    name: "one that the objects bring",
    yaml: `${claim(", storageClassName: local")}---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: local }\n`,
    found: [],
  },
  {
    name: "in a ServerConfig",
    yaml: "apiVersion: mlops.seldon.io/v1alpha1\nkind: ServerConfig\nmetadata: { name: c, namespace: seldon-system }\nspec:\n  volumeClaimTemplates: [{ name: models, spec: { storageClassName: gp2 } }]\n",
    found: ["5:68 production offers no storage class gp2"],
  },
  {
    name: "in a StatefulSet",
    yaml: "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: s, namespace: churn }\nspec:\n  volumeClaimTemplates: [{ metadata: { name: data }, spec: { storageClassName: gp2 } }]\n",
    found: ["5:80 production offers no storage class gp2"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityStorageClassUnknown, yaml, context)).toEqual(found);
});
