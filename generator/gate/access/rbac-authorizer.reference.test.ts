import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { goProgram } from "../../testing/go-program.ts";
import { describeReference, reference } from "../../testing/reference.ts";
import { emptyFolder } from "../../testing/sandbox.ts";
import { run } from "../../tools/run.ts";
import { manifestOf } from "../manifests/manifest.ts";
import { Scene } from "../manifests/scene.ts";
import { badBinding } from "../rules/access/bad-binding.ts";
import { badRule } from "../rules/access/bad-rule.ts";
import { sceneFindings } from "../rules/run-rules.ts";
import { Authority } from "./authority.ts";
import type { Request } from "./policy-rule.ts";

/** Kubernetes' own authorizer, aggregation controller and validation, asked about one scene a line. */
const source = `package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"time"

	v1 "k8s.io/api/rbac/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/klog/v2"
	internal "k8s.io/kubernetes/pkg/apis/rbac"
	conversion "k8s.io/kubernetes/pkg/apis/rbac/v1"
	"k8s.io/kubernetes/pkg/apis/rbac/validation"
	"k8s.io/kubernetes/pkg/controller/clusterroleaggregation"
	resolver "k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

type line struct {
	Role               []*v1.Role
	ClusterRole        []*v1.ClusterRole
	RoleBinding        []*v1.RoleBinding
	ClusterRoleBinding []*v1.ClusterRoleBinding
	Requests           []struct {
		User, Verb, Group, Resource, Subresource, Name, Namespace, Path string
		Groups                                                          []string
	}
}

func aggregated(roles []*v1.ClusterRole) []*v1.ClusterRole {
	gathers := false
	objects := []runtime.Object{}
	for _, one := range roles {
		gathers = gathers || one.AggregationRule != nil
		objects = append(objects, one.DeepCopy())
	}
	if !gathers {
		return roles
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := fake.NewClientset(objects...)
	factory := informers.NewSharedInformerFactory(client, 0)
	controller := clusterroleaggregation.NewClusterRoleAggregation(factory.Rbac().V1().ClusterRoles(), client.RbacV1())
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	go controller.Run(ctx, 1)
	before, rules := []*v1.ClusterRole{}, map[string][]v1.PolicyRule{}
	for same := 0; same < 4; same++ {
		time.Sleep(15 * time.Millisecond)
		list, err := client.RbacV1().ClusterRoles().List(ctx, meta.ListOptions{})
		must(err)
		now, found := []*v1.ClusterRole{}, map[string][]v1.PolicyRule{}
		for i := range list.Items {
			now = append(now, &list.Items[i])
			found[list.Items[i].Name] = list.Items[i].Rules
		}
		if !reflect.DeepEqual(rules, found) {
			same = 0
		}
		before, rules = now, found
	}
	return before
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func refused(all line) []bool {
	out := []bool{}
	for _, one := range all.Role {
		var into internal.Role
		must(conversion.Convert_v1_Role_To_rbac_Role(one, &into, nil))
		out = append(out, len(validation.ValidateRole(&into)) > 0)
	}
	for _, one := range all.ClusterRole {
		var into internal.ClusterRole
		must(conversion.Convert_v1_ClusterRole_To_rbac_ClusterRole(one, &into, nil))
		out = append(out, len(validation.ValidateClusterRole(&into, validation.ClusterRoleValidationOptions{})) > 0)
	}
	for _, one := range all.RoleBinding {
		var into internal.RoleBinding
		whole := one.DeepCopy()
		conversion.SetObjectDefaults_RoleBinding(whole)
		must(conversion.Convert_v1_RoleBinding_To_rbac_RoleBinding(whole, &into, nil))
		out = append(out, len(validation.ValidateRoleBinding(&into)) > 0)
	}
	for _, one := range all.ClusterRoleBinding {
		var into internal.ClusterRoleBinding
		whole := one.DeepCopy()
		conversion.SetObjectDefaults_ClusterRoleBinding(whole)
		must(conversion.Convert_v1_ClusterRoleBinding_To_rbac_ClusterRoleBinding(whole, &into, nil))
		out = append(out, len(validation.ValidateClusterRoleBinding(&into)) > 0)
	}
	return out
}

func main() {
	klog.SetLogger(klog.Logger{})
	file, err := os.Open(os.Args[1])
	must(err)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var all line
		must(json.Unmarshal(lines.Bytes(), &all))
		_, static := resolver.NewTestRuleResolver(all.Role, all.RoleBinding, aggregated(all.ClusterRole), all.ClusterRoleBinding)
		asked := rbac.New(static, static, static, static)
		allowed := []bool{}
		for _, one := range all.Requests {
			decision, _, _ := asked.Authorize(context.Background(), authorizer.AttributesRecord{
				User: &user.DefaultInfo{Name: one.User, Groups: one.Groups}, Verb: one.Verb, APIGroup: one.Group,
				Resource: one.Resource, Subresource: one.Subresource, Name: one.Name, Namespace: one.Namespace,
				Path: one.Path, ResourceRequest: one.Path == "",
			})
			allowed = append(allowed, decision == authorizer.DecisionAllow)
		}
		out, _ := json.Marshal(map[string][]bool{"allowed": allowed, "refused": refused(all)})
		fmt.Println(string(out))
	}
}
`;

const module_ = reference("reference/go-modules/kube");

const from = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(one: fc.Arbitrary<T>, least = 1) => fc.array(one, { minLength: least, maxLength: 3 });
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
/** Those that gather carry no label that is gathered: two that gather each other are anybody's guess. */
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
  fc.record({ namespace: place, name }).map(({ namespace, name: own }) => ({
    user: `system:serviceaccount:${namespace}:${own}`,
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
const distinct = <T extends { metadata: { name: string; namespace?: string } }>(one: fc.Arbitrary<T>, most: number) =>
  fc.uniqueArray(one, {
    minLength: most,
    maxLength: most,
    selector: ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
  });
const scene = fc.record({
  Role: distinct(role, 4),
  ClusterRole: distinct(clusterRole, 2),
  RoleBinding: distinct(binding(false), 4),
  ClusterRoleBinding: distinct(binding(true), 2),
  requests: fc.array(request, { minLength: 60, maxLength: 60 }),
});
const kinds = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"] as const;

let program = "";
describeReference(module_, "against Kubernetes' own authorizer", () => {
  beforeAll(async () => {
    program = await goProgram(module_, "rbac-1.34.4", { source });
  }, 900_000);

  test("of thirty thousand random requests each is decided alike, and of thousands of objects each refused alike", async () => {
    const drawn = fc.sample(scene, { numRuns: 500, seed: 20_261_123 });
    const file = join(emptyFolder(), "scenes.jsonl");
    const lines = drawn.map(({ requests, ...all }) => ({
      ...all,
      Requests: requests.map(({ who: { user, groups }, ...one }) => ({ ...one, User: user, Groups: groups })),
    }));
    writeFileSync(file, lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const said = await run(program, [file]);
    expect(said.code, said.stderr).toBe(0);
    const theirs: readonly { allowed: boolean[]; refused: boolean[] }[] = said.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(theirs).toHaveLength(drawn.length);
    let [allowed, refused] = [0, 0];
    for (const [index, { requests, ...all }] of drawn.entries()) {
      const objects = kinds.flatMap((kind) =>
        all[kind].map((one): KubernetesObject => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind, ...one })),
      );
      const authority = new Authority(objects);
      const own = requests.map(({ who: identity, ...one }) => authority.allowing(identity, asked(one)).length > 0);
      expect([objects, own]).toEqual([objects, theirs[index]?.allowed]);
      expect([objects, objects.map(isRefused)]).toEqual([objects, theirs[index]?.refused]);
      allowed += own.filter(Boolean).length;
      refused += theirs[index]?.refused.filter(Boolean).length ?? 0;
    }
    expect(allowed).toBeGreaterThan(1_000);
    expect(refused).toBeGreaterThan(500);
  }, 300_000);
});

function asked(
  one: { readonly verb: string; readonly path: string } | Required<Exclude<Request, { path: string }>>,
): Request {
  return "path" in one ? one : { ...one, namespace: one.namespace === "" ? undefined : one.namespace };
}

function isRefused(object: KubernetesObject): boolean {
  const at = () => ({ file: "x", line: 1, column: 1, length: 1, excerpt: [] });
  const alone = new Scene([manifestOf(object, at)], { namespaces: new Map() });
  return sceneFindings(alone, [badBinding, badRule]).length > 0;
}
