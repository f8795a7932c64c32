import { z } from "zod";
import { field, Line } from "./terms.ts";

const word = /^[a-z][a-z-]*(\/[a-z][a-z-]*)?$/;
const Verb = z.enum(["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]);
const Rule = z.strictObject({
  apiGroups: field(
    z
      .array(
        z
          .string()
          .regex(/^([a-z0-9][a-z0-9.-]*)?$/, "it must be an API group, or empty for the core group of Kubernetes"),
      )
      .min(1),
    "API groups.",
    ["mlops.seldon.io"],
  ),
  resources: field(
    z.array(z.string().regex(word, "it must be a resource in the plural, without wildcards: models, pods/log")).min(1),
    "Resources, in the plural.",
    ["models", "servers"],
  ),
  verbs: field(z.array(Verb).min(1), "Verbs that the role allows on these resources.", ["get", "list", "watch"]),
});

export const PlatformRole = z.strictObject({
  description: field(Line, "Purpose of the role.", "Looks, changes nothing"),
  rules: field(z.array(Rule).min(1), "Permissions in the tenant's namespace.", [
    { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
  ]),
  argoCD: field(z.array(z.enum(["get", "sync", "logs"])), "Permissions on the tenant's Applications in Argo CD.", [
    "get",
  ]).default([]),
});
