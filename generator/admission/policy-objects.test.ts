import { describe, expect, test } from "vitest";
import { clusterScope } from "../generate/scope.ts";
import { parseImage } from "../models/image-reference.ts";
import { rules } from "../rules/table.ts";
import { corpusScope } from "../testing/admission.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { churnOnProduction } from "../testing/rules.ts";
import { imageCases } from "./corpus/images.ts";
import { imagePattern } from "./images.ts";
import { parametersOf } from "./parameters.ts";
import { admissionObjects } from "./policy-objects.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
const plain = (object: object): any => JSON.parse(JSON.stringify(object));
const { base, own } = admissionObjects(corpusScope(), rules);
const policies = base.objects.map(({ object }) => plain(object));
const bindings = own.map(({ object }) => plain(object)).filter(({ kind }) => kind !== "ConfigMap");

/** Every expression of a policy. Each may use the expressions before it. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
function expressionsOf({ spec }: any): readonly string[] {
  const texts = [...(spec.matchConditions ?? []), ...spec.variables].map(({ expression }) => expression);
  return [
    ...texts,
    ...spec.validations.flatMap((validation: { expression: string; messageExpression: string }) => [
      validation.expression,
      validation.messageExpression,
    ]),
  ];
}

const used = (expression: string, of: "variables" | "params.data"): readonly string[] =>
  [...expression.matchAll(new RegExp(`\\b${of.replace(".", "[.]")}[.](\\w+)`, "g"))].map(([, name = ""]) => name);

describe.each(policies.map((policy) => [policy.metadata.name, policy] as const))("%s", (_, policy) => {
  test("each validation starts its message with the code of a rule", () => {
    const codes = policy.spec.validations.map(({ message }: { message: string }) => message.split(":")[0]);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect(rules.map((rule) => rule.code)).toContain(code);
  });
  test("it fails closed, and matches only its own namespaces", () => {
    expect(policy.spec.failurePolicy).toBe("Fail");
    const { resourceRules, namespaceSelector, objectSelector } = policy.spec.matchConstraints;
    const scopes = new Set(resourceRules.map(({ scope }: { scope: string }) => scope));
    const selector = { matchExpressions: [{ key: "tenantry.dev/tenant", operator: "Exists" }] };
    const seldons = { matchLabels: { "kubernetes.io/metadata.name": "seldon-system" } };
    const ofAddons = { matchExpressions: [{ key: "tenantry.dev/addon", operator: "Exists" }] };
    const expected = new Map([
      ["tenantry-namespaces", [["Cluster"], undefined, selector]],
      ["tenantry-seldon-kinds", [["Namespaced"], seldons, undefined]],
      ["tenantry-seldon-namespace", [["Namespaced"], seldons, undefined]],
      ["tenantry-addon-namespaces", [["Namespaced"], ofAddons, undefined]],
      ["tenantry-tenant-edges", [["Namespaced"], ofAddons, undefined]],
    ]);
    expect([[...scopes], namespaceSelector, objectSelector]).toEqual(
      expected.get(policy.metadata.name) ?? [["Namespaced"], selector, undefined],
    );
  });
  test("it uses only defined parameters, and only variables that are defined before", () => {
    const parameters = Object.keys(parametersOf(corpusScope(), rules));
    for (const expression of expressionsOf(policy))
      for (const name of used(expression, "params.data")) expect(parameters).toContain(name);
    const known = new Set<string>();
    for (const { name, expression } of policy.spec.variables) {
      for (const variable of used(expression, "variables")) expect([...known], expression).toContain(variable);
      known.add(name);
    }
    for (const { expression, messageExpression } of policy.spec.validations)
      for (const variable of [...used(expression, "variables"), ...used(messageExpression, "variables")])
        expect([...known]).toContain(variable);
    for (const { expression } of policy.spec.matchConditions ?? []) expect(used(expression, "variables")).toEqual([]);
  });
  test("it has one binding, which denies requests if the policy needs parameters and they are missing", () => {
    const [binding, ...more] = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name);
    expect(more).toEqual([]);
    const usesParameters = expressionsOf(policy).some((expression) => expression.includes("params"));
    expect([policy.spec.paramKind !== undefined, binding.spec.paramRef?.parameterNotFoundAction]).toEqual(
      usesParameters ? [true, "Deny"] : [false, undefined],
    );
    expect(binding.spec.validationActions).toEqual(["Deny", "Audit"]);
  });
  test("in Seldon's namespace, a policy for all kinds does not need parameters", () => {
    const { resourceRules, namespaceSelector } = policy.spec.matchConstraints;
    const everyKind = resourceRules.some(({ resources }: { resources: string[] }) => resources.includes("*"));
    if (namespaceSelector?.matchLabels === undefined || !everyKind) return;
    expect(policy.spec.paramKind).toBeUndefined();
  });
});

test("every variable and every parameter is used", () => {
  const all = policies.flatMap(expressionsOf).join("\n");
  for (const name of Object.keys(parametersOf(corpusScope(), rules))) expect(all).toContain(`params.data.${name}`);
  for (const policy of policies)
    for (const { name } of policy.spec.variables.filter((variable: { name: string }) => variable.name !== "waived"))
      expect(expressionsOf(policy).join("\n"), policy.metadata.name).toMatch(new RegExp(`variables[.]${name}\\b`));
});

test("policies and bindings of two clusters differ only in their parameters", () => {
  const { clusters } = inventoryOf();
  const [item, two] = clusters.map((cluster) => admissionObjects(clusterScope(cluster), rules));
  expect(plain(item?.base.objects ?? []).length).toBe(policies.length);
  expect(plain((item?.base.objects ?? []).map(({ object }) => object))).toEqual(
    plain((two?.base.objects ?? []).map(({ object }) => object)),
  );
  const named = (all: typeof item): object => plain((all?.own ?? []).slice(1).map(({ object }) => object));
  expect(named(item)).toEqual(named(two));
});

test("a tenant's waiver applies in its namespace, and a waiver of a rule that cannot be waived does not apply", () => {
  const waiver = "{ reason: A probe, owner: Team, expires: '2099-01-01' }";
  const { platform, cluster } = churnOnProduction(
    `waivers: { images/tag: ${waiver}, network/external-ip: ${waiver}, network/default-deny-missing: ${waiver} }`,
  );
  if (platform === undefined || cluster === undefined) throw new Error("missing cluster");
  const onCluster = {
    ...cluster,
    spec: { ...cluster.spec, waivers: { "network/node-port": { reason: "", owner: "", expires: "" } } },
  };
  expect(parametersOf(clusterScope(onCluster), rules)["waivers"]).toBe("network/node-port\nchurn images/tag");
});

test("the regular expression for images accepts the same names as the rule", () => {
  const names = imageCases.flatMap(({ object }) =>
    [...object.matchAll(/image: "?([^",} ]*)/g)].map(([, name = ""]) => name),
  );
  const more = [
    "a",
    "a/b",
    "A/b",
    "a--b/c:1",
    "a__b",
    "a___b",
    "a_.b",
    "[::1]:5000/x:1",
    "h:5000/x",
    "h:x/y",
    "x:",
    "x@",
    "a//b",
    "/a",
    "a/",
    "-a",
    "a-",
    "h-.x/y",
    "x:.1",
    `x:${"a".repeat(128)}`,
    `x:${"a".repeat(129)}`,
  ];
  expect(names.length).toBeGreaterThan(40);
  for (const name of [...names, ...more]) {
    if (name.length > 250 || /^[a-f0-9]{64}$/.test(name)) continue;
    expect(new RegExp(imagePattern).test(name), name).toBe(parseImage(name) !== undefined);
  }
});
