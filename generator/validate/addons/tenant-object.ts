import { z } from "zod";
import { field, Line, Name, SecretKey } from "../terms.ts";
import { TemplateObject } from "./object-template.ts";

/** The condition that a tenant must meet to get an object of an add-on. */
const tenantConditions = ["always", "models", "pipelines", "loadBalancers"] as const;

/** An object that each tenant gets in a namespace of the add-on, in an Application of the platform. */
export const TenantObject = z.strictObject({
  when: field(z.enum(tenantConditions), "The tenants that get the object.", "pipelines").default("always"),
  each: field(
    z.enum(["tenant", "runtime"]),
    "`tenant`: one object for each tenant. `runtime`: one object for each Seldon Core runtime. If all tenants share one runtime, there is one object for all tenants, and `{tenant}` is the namespace of the runtime.",
    "runtime",
  ).default("tenant"),
  namespace: field(Name, "Namespace of the object: one of the add-on's namespaces.", "kafka"),
  after: field(z.array(Name).max(20), "Applications of the add-on that must be healthy before.", ["cluster"]).default(
    [],
  ),
  object: field(TemplateObject, "The object. Texts may contain placeholders, `{tenant}` too.", {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaUser",
    metadata: { name: "{tenant}" },
    spec: { authentication: { type: "tls" } },
  }),
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
    "Use of the object for the tenant, for reports. It continues the sentence: the add-on gives the tenant ...",
    "a user of Kafka, with its own topics and groups",
  ),
  whenRemoved: field(
    Line,
    "Everything that is deleted with the object when the tenant leaves.",
    "the user. The topics remain",
  ),
});
export type TenantObject = z.infer<typeof TenantObject>;
