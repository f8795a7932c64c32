import { z } from "zod";
import { exampleOf, field, Line, Name, SecretKey } from "../terms.ts";
import { ContractCondition, TemplateObject, ValueEntry } from "./object-template.ts";

/** The condition that a tenant must meet to get an object of an add-on. */
const tenantConditions = ["always", "models", "pipelines", "loadBalancers"] as const;

const TenantValue = z.strictObject({
  application: field(Name, "Application of the add-on with the chart.", "store"),
  ...ValueEntry.shape,
});

/**
 * An object that each tenant gets in a namespace of the add-on, in an Application of the platform, or entries for each tenant
 * in the values of a chart that all tenants share.
 */
export const TenantObject = z
  .strictObject({
    when: field(z.enum(tenantConditions), "The tenants that get it.", "pipelines").default("always"),
    each: field(
      z.enum(["tenant", "runtime"]),
      "`tenant`: one object for each tenant. `runtime`: one object for each Seldon Core runtime. If all tenants share one runtime, there is one object for all tenants, and `{tenant}` is the namespace of the runtime.",
      "runtime",
    ).default("tenant"),
    requires: field(
      ContractCondition,
      "Contract that something on the cluster must provide. Without it, tenants do not get the object.",
      "secrets",
    ).optional(),
    namespace: field(Name, "Namespace of the object: one of the add-on's namespaces.", "kafka").optional(),
    after: field(z.array(Name).max(20), "Applications of the add-on that must be healthy before.", ["cluster"]).default(
      [],
    ),
    object: field(TemplateObject, "The object. Texts may contain placeholders, `{tenant}` too.", {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaUser",
      metadata: { name: "{tenant}" },
      spec: { authentication: { type: "tls" } },
    }).optional(),
    values: field(
      z.array(TenantValue).min(1).max(10),
      "Entries for the tenant in lists of the values of charts. They are in the Application that all tenants share.",
      [exampleOf(TenantValue)],
    ).default([]),
    secrets: field(
      z
        .array(
          z.strictObject({
            name: field(
              z.string().min(1).max(253),
              "Name of the Secret in the namespace. It may contain placeholders.",
              "{tenant}",
            ),
            keys: field(z.array(SecretKey).min(1).max(20), "The keys that the tenant gets.", ["user.crt", "user.key"]),
            to: field(Name, "Name of the Secret in the tenant's namespace.", "kafka-client"),
          }),
        )
        .max(10),
      "Secrets in the add-on's namespace that the tenant gets a copy of. The account that reads one can read no other Secret.",
      [{ name: "{tenant}", keys: ["user.crt", "user.key"], to: "kafka-client" }],
    ).default([]),
    gives: field(
      Line,
      "Use of the object or the entries for the tenant, for reports. It continues the sentence: the add-on gives the tenant ...",
      "a user of Kafka, with its own topics and groups",
    ),
    whenRemoved: field(
      Line,
      "Everything that is deleted with the object or the entries when the tenant leaves.",
      "the user. The topics remain",
    ),
  })
  .superRefine(({ object, namespace, secrets, values, each }, context) => {
    if (object === undefined && values.length === 0)
      context.addIssue({
        code: "custom",
        message: "it needs object or values",
        params: { hint: "Set object for an object of Kubernetes, or values for entries in the values of a chart." },
      });
    if (object !== undefined && namespace === undefined)
      context.addIssue({
        code: "custom",
        message: "an object needs a namespace",
        params: { hint: "Set namespace to one of the add-on's namespaces." },
      });
    if (object === undefined && (namespace !== undefined || secrets.length > 0))
      context.addIssue({
        code: "custom",
        path: [namespace === undefined ? "secrets" : "namespace"],
        message: `${namespace === undefined ? "secrets" : "namespace"} without object has no effect`,
        params: { hint: "Set object, or remove it." },
      });
    if (each === "runtime" && values.length > 0)
      context.addIssue({
        code: "custom",
        path: ["each"],
        message: "values are for each tenant",
        params: { hint: "Remove each, or move values to another entry of perTenant." },
      });
  });
export type TenantObject = z.infer<typeof TenantObject>;

/** A template with an object of Kubernetes. */
export interface ObjectShare extends TenantObject {
  readonly object: TemplateObject;
  readonly namespace: string;
}

/** The templates with an object, by name. */
export function objectShares({
  perTenant,
}: {
  readonly perTenant: Readonly<Record<string, TenantObject>>;
}): readonly (readonly [string, ObjectShare])[] {
  return Object.entries(perTenant).flatMap(([key, template]) => {
    const { object, namespace } = template;
    return object === undefined || namespace === undefined ? [] : [[key, { ...template, object, namespace }] as const];
  });
}
