import { expect, test } from "vitest";
import type { Change } from "./change.ts";
import { retainedObjects } from "./retained-objects.ts";

const change = (kind: string, name: string, application: string | undefined, metadata: object = {}): Change => ({
  verb: "delete",
  cluster: "production",
  application,
  tenant: "churn",
  ref: { group: "", kind, namespace: "churn", name },
  from: undefined,
  wave: 0,
  before: { kind, metadata },
  after: undefined,
});
const keep = (option: string): object => ({ annotations: { "argocd.argoproj.io/sync-options": option } });

test("objects of a deleted Application without a finalizer stay, and so do objects that a person applied and objects with a sync option that keeps them", () => {
  const changes = [
    change("Application", "left", "roots"),
    change("NetworkPolicy", "orphan", "left"),
    change("Application", "cascading", "roots", { finalizers: ["resources-finalizer.argocd.argoproj.io"] }),
    change("ConfigMap", "applied by hand", undefined),
    change("Role", "gone", "cascading"),
    change("Namespace", "kept", "cascading", keep("Prune=false,Delete=false")),
    change("ConfigMap", "pruned by its Application, which stays", "other"),
    change("PersistentVolumeClaim", "claim", "other", keep("ServerSideApply=true, Prune=false")),
    change("PersistentVolumeClaim", "deleted with it", "cascading", keep("Prune=false")),
  ];
  const { orphans, kept } = retainedObjects(changes);
  const names = (set: ReadonlySet<Change>): readonly string[] => [...set].map(({ ref }) => ref.name);
  expect([names(orphans), names(kept)]).toEqual([
    ["orphan", "applied by hand"],
    ["kept", "claim"],
  ]);
});

test.each([
  { name: "stays", leaving: [], found: [] },
  {
    name: "leaves",
    leaving: [{ ...change("Application", "main.hub", undefined), cluster: "platform/hubs/main" }],
    found: ["main.hub", "production.roots.platform"],
  },
])("a root whose hub $name: the objects $found stay", ({ leaving, found }) => {
  const { orphans } = retainedObjects([...leaving, change("Application", "production.roots.platform", "main.hub")]);
  expect([...orphans].map(({ ref }) => ref.name)).toEqual(found);
});
