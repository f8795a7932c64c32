import fc from "fast-check";
import { expect, test } from "vitest";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { accessBadBinding } from "../../rules/access/bad-binding.ts";
import { accessBadRule } from "../../rules/access/bad-rule.ts";
import { manifestSetFindings } from "../../rules/run-rules.ts";
import { oracle } from "../../testing/oracles.ts";
import { manifestOf } from "../manifests/manifest.ts";
import { ManifestSet } from "../manifests/manifest-set.ts";
import { Authority } from "./authority.ts";
import type { AccessRequest } from "./policy-rule.ts";

/** The requests that Kubernetes' own authorizer allows, and the objects that its validation rejects, in a manifest set. */
const kubernetes = await oracle<{ readonly allowed: readonly boolean[]; readonly refused: readonly boolean[] }>(
  "kube/rbac-authorizer",
);

const from = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(arbitrary: fc.Arbitrary<T>, least = 1) => fc.array(arbitrary, { minLength: least, maxLength: 3 });
const mostly = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: right, weight: 12 }, { arbitrary: wrong, weight: 1 });

const verb = from("get", "get", "list", "create", "patch", "*");
const group = from("", "", "apps", "*");
const resource = from(
  "pods",
  "pods/log",
  "secrets",
  "deployments",
  "deployments/scale",
  "*",
  "*/scale",
  "*/log",
  "pods/*",
);
const path = from("/metrics", "/healthz", "/healthz/*", "/api**", "*", "/");
const name = from("a", "b");
const none = fc.constant<string[]>([]);
const place = from("churn", "fraud");

const ofResources = fc.record(
  {
    verbs: mostly(some(verb), none),
    apiGroups: mostly(some(group), none),
    resources: mostly(some(resource), none),
    resourceNames: mostly(none, some(name)),
  },
  { requiredKeys: ["verbs"] },
);
const ofPaths = fc.record({ verbs: some(from("get", "post", "*")), nonResourceURLs: some(path) });
const rules = (paths: boolean) =>
  some(paths ? fc.oneof(ofResources, ofPaths) : mostly<object>(ofResources, ofPaths), 0);

const subject = fc.oneof(
  fc.record({ kind: fc.constant("User"), name: from("alice", "bob", "system:serviceaccount:churn:a") }),
  fc.record({ kind: fc.constant("Group"), name: from("team", "system:authenticated", "system:serviceaccounts:churn") }),
  fc.record(
    { kind: fc.constant("ServiceAccount"), name, namespace: place, apiGroup: mostly(from(""), from("rbac")) },
    { requiredKeys: ["kind", "name"] },
  ),
  fc.record({ kind: from("user", "Users"), name }),
);
const role = fc.record({ metadata: fc.record({ name, namespace: place }), rules: rules(false) });
const selector = fc.oneof(
  fc.record({ matchLabels: from({ part: "x" }, { part: "y" }) }),
  fc.record({
    matchExpressions: from(
      [{ key: "part", operator: "In", values: ["x", "y"] }],
      [{ key: "part", operator: "Exists" }],
    ),
  }),
);
/** Aggregating ClusterRoles have no aggregated label: the result of mutual aggregation is undefined. */
const clusterRole = fc.oneof(
  {
    arbitrary: fc.record({
      metadata: fc.record({ name, labels: from({}, { part: "x" }, { part: "y" }) }),
      rules: rules(true),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({
      metadata: fc.record({ name }),
      rules: rules(true),
      aggregationRule: fc.record({ clusterRoleSelectors: some(selector) }),
    }),
    weight: 1,
  },
);
const roleRef = fc.record(
  {
    apiGroup: mostly(from("rbac.authorization.k8s.io"), from("rbac", "")),
    kind: mostly(from("Role", "ClusterRole", "ClusterRole"), from("role", "")),
    name: mostly(name, from("")),
  },
  { requiredKeys: ["kind", "name"] },
);
const binding = (cluster: boolean) =>
  fc.record({
    metadata: cluster ? fc.record({ name }) : fc.record({ name, namespace: place }),
    roleRef,
    subjects: some(subject, 0),
  });
const who = fc.oneof(
  fc.record({ user: from("alice", "bob"), groups: fc.subarray(["team", "system:authenticated"]) }),
  fc.record({ namespace: place, name }).map(({ namespace, name: account }) => ({
    user: `system:serviceaccount:${namespace}:${account}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
  })),
);
const request = fc.oneof(
  {
    arbitrary: fc.record({
      who,
      verb: from("get", "post"),
      path: from("/metrics", "/healthz/etcd", "/healthz", "/api/v1", "/"),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      who,
      verb: from("get", "get", "list", "patch"),
      group: from("", "", "apps"),
      resource: from("pods", "secrets", "deployments"),
      subresource: from("", "", "log", "scale"),
      name: from("", "a", "b"),
      namespace: from("churn", "churn", "fraud", ""),
    }),
    weight: 8,
  },
);
const distinct = <T extends { metadata: { name: string; namespace?: string } }>(
  arbitrary: fc.Arbitrary<T>,
  most: number,
) =>
  fc.uniqueArray(arbitrary, {
    minLength: most,
    maxLength: most,
    selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
  });
const manifestSet = fc.record({
  Role: distinct(role, 4),
  ClusterRole: distinct(clusterRole, 2),
  RoleBinding: distinct(binding(false), 4),
  ClusterRoleBinding: distinct(binding(true), 2),
  requests: fc.array(request, { minLength: 60, maxLength: 60 }),
});
const kinds = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"] as const;

test("thirty thousand random requests and thousands of random objects get the same decisions as in Kubernetes", async () => {
  const drawn = fc.sample(manifestSet, { numRuns: 500, seed: 20_261_123 });
  const manifestSets = drawn.map(({ requests, ...all }) => ({
    ...all,
    Requests: requests.map(({ who: { user, groups }, ...rest }) => ({ ...rest, User: user, Groups: groups })),
  }));
  const theirs = await kubernetes(manifestSets);
  let [allowed, refused] = [0, 0];
  for (const [index, { requests, ...all }] of drawn.entries()) {
    const objects = kinds.flatMap((kind) =>
      all[kind].map((item): KubernetesObject => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind, ...item })),
    );
    const authority = new Authority(objects);
    const ours = requests.map(
      ({ who: identity, ...rest }) => authority.allowing(identity, accessRequest(rest)).length > 0,
    );
    expect([objects, ours]).toEqual([objects, theirs[index]?.allowed]);
    expect([objects, objects.map(isRefused)]).toEqual([objects, theirs[index]?.refused]);
    allowed += ours.filter(Boolean).length;
    refused += theirs[index]?.refused.filter(Boolean).length ?? 0;
  }
  expect(allowed).toBeGreaterThan(1_000);
  expect(refused).toBeGreaterThan(500);
}, 300_000);

function accessRequest(
  item: { readonly verb: string; readonly path: string } | Required<Exclude<AccessRequest, { path: string }>>,
): AccessRequest {
  return "path" in item ? item : { ...item, namespace: item.namespace === "" ? undefined : item.namespace };
}

function isRefused(object: KubernetesObject): boolean {
  const at = () => ({ file: "x", line: 1, column: 1, length: 1, excerpt: [] });
  const alone = new ManifestSet([manifestOf(object, at)], { namespaces: new Map() });
  return manifestSetFindings(alone, [accessBadBinding, accessBadRule]).length > 0;
}
