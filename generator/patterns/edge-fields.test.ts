import { describe, expect, test } from "vitest";
import { edgeObjects, routeObjects } from "../generate/routes/route-objects.ts";
import type { Generated } from "../generate/scope.ts";
import { kindName } from "../models/kinds.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { edgeSandbox } from "../testing/edges.ts";
import { inventoryOf, scopeOf } from "../testing/inventory.ts";
import { fieldPaths } from "../validate/field-reference.ts";
import { type EdgeName, edgeNames } from "./edge.ts";
import { type Carrier, edgeFields } from "./edge-fields.ts";

test("every field of a route has a row, and every row is a field", () => {
  const paths = fieldPaths("tenant").flatMap((path) => {
    const start = "spec.routes.<name>.";
    return path.startsWith(start) ? [path.slice(start.length)] : [];
  });
  // A field that contains further fields has no row, except for authentication, which can also be a word.
  const leaves = paths.filter(
    (path) => path === "authentication" || !paths.some((other) => other.startsWith(`${path}.`)),
  );
  expect([...new Set(edgeFields.map(({ field }) => field))].sort()).toEqual(leaves.sort());
});

test("no field is refused by every edge", () => {
  const refused = edgeFields.filter(({ cells }) => edgeNames.every((edge) => "refused" in cells[edge]));
  expect(refused.map(({ field, when }) => [field, when])).toEqual([]);
});

/** For each row, two routes that differ only in this field. */
const base = "to: { model: churn }, authentication: none";
const pairs: Readonly<Record<string, readonly [before: string, after: string]>> = {
  host: [base, `host: v1.churn.models.staging.acme.test, ${base}`],
  path: [base, `path: /score, ${base}`],
  "to.model": [base, "to: { model: new }, authentication: none"],
  "to.pipeline": [base, "to: { pipeline: steps }, authentication: none"],
  "to.experiment": [base, "to: { experiment: split }, authentication: none"],
  "protocols rest": [`protocols: [grpc], ${base}`, `protocols: [grpc, rest], ${base}`],
  "protocols grpc": [base, `protocols: [rest, grpc], ${base}`],
  methods: [base, `methods: [POST, GET], ${base}`],
  "timeout rest": [base, `timeout: 10, ${base}`],
  "timeout grpc": [`protocols: [grpc], ${base}`, `protocols: [grpc], timeout: 10, ${base}`],
  bodySize: [base, `bodySize: 8, ${base}`],
  "rateLimit.perSecond": [base, `rateLimit: { perSecond: 5 }, ${base}`],
  "rateLimit.perMinute": [base, `rateLimit: { perMinute: 5 }, ${base}`],
  sticky: [
    "to: { experiment: split }, authentication: none",
    "to: { experiment: split }, sticky: true, authentication: none",
  ],
  "authentication none": [base, base],
  "authentication.jwt.issuer": [base, "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [a] } }"],
  "authentication.jwt.audiences": [
    "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [a] } }",
    "to: { model: churn }, authentication: { jwt: { issuer: sso, audiences: [b] } }",
  ],
  "authentication.clientCertificate.authority": [
    base,
    "to: { model: churn }, authentication: { clientCertificate: { authority: partners } }",
  ],
};

function objectsFor(edge: EdgeName, route: string): readonly Generated[] {
  const scope = scopeOf(inventoryOf(edgeSandbox(edge, `r: { ${route} }`)), "staging", "churn");
  return [...routeObjects(scope), ...edgeObjects(scope)];
}

/** The values at the field of a carrier, in all objects of its kind. */
function valuesAt(objects: readonly Generated[], { kind, field }: Carrier): string {
  const found = objects
    .map(({ object }) => JSON.parse(JSON.stringify(object)))
    .filter((object) => kindName({ group: groupVersion(object.apiVersion).group, kind: object.kind }) === kind);
  const annotation = /^metadata\.annotations\["(.+)"\]$/.exec(field)?.[1];
  const steps =
    annotation === undefined ? field.replaceAll("[]", ".*").split(".") : ["metadata", "annotations", annotation];
  return JSON.stringify(found.flatMap((object) => follow([object], steps)));
}

function follow(values: readonly unknown[], steps: readonly string[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>(
    (current, step) =>
      current.flatMap((value) => {
        if (step === "*") return Array.isArray(value) ? value : [];
        const next = value !== null && typeof value === "object" ? Reflect.get(value, step) : undefined;
        return next === undefined ? [] : [next];
      }),
    values,
  );
}

describe.each(edgeNames)("edge %s", (edge) => {
  test.each(
    edgeFields.flatMap(({ field, when, cells }) => {
      const cell = cells[edge];
      const name = when === undefined ? field : `${field} ${when}`;
      return "refused" in cell ? [] : cell.carriedBy.map((carrier) => ({ name, ...carrier, carrier }));
    }),
  )("$name is in $kind $field", ({ name, carrier }) => {
    const [before, after] = pairs[name] ?? ["", ""];
    const changed = valuesAt(objectsFor(edge, after), carrier);
    expect(changed).not.toBe("[]");
    expect(changed).not.toBe(valuesAt(objectsFor(edge, before), carrier));
  });
});
