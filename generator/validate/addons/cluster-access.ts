import { z } from "zod";
import { field } from "../terms.ts";

const words = z.array(z.string().min(1).max(253)).max(200);
const groups = z.array(z.string().max(253)).max(200);

/** One rule of a ClusterRole, as Kubernetes writes it. */
export const AccessRule = z
  .strictObject({
    apiGroups: field(groups, 'API groups of the resources. "" is the core group.', [""]).default([]),
    resources: field(words, "Resources in plural, with a subresource after a slash.", ["secrets"]).default([]),
    resourceNames: field(words, "The only objects that the rule allows.", ["external-secrets-webhook"]).default([]),
    nonResourceURLs: field(words, "Paths of the API server outside its resources.", ["/metrics"]).default([]),
    verbs: field(words.min(1), "Verbs that the rule allows.", ["get", "list", "watch"]),
  })
  .refine(({ resources, nonResourceURLs }) => resources.length + nonResourceURLs.length > 0, {
    path: ["resources"],
    error: "a rule needs resources or nonResourceURLs",
  });
export type AccessRule = z.infer<typeof AccessRule>;

const rules = z.array(AccessRule).max(100);
const exampleRules = [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch"] }];

/** Roles of Kubernetes to which a chart adds rules by aggregation. */
export const aggregatingRoles = ["view", "edit", "admin"] as const;

/** Permissions outside the add-on's namespaces that the charts of an add-on contain. Argo CD renders the charts. */
export const ClusterAccess = z.strictObject({
  accounts: field(
    z.record(
      z
        .string()
        .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "it must be <namespace>/<account>"),
      rules,
    ),
    "Rules of the ClusterRoles that a ClusterRoleBinding gives to a ServiceAccount, by `<namespace>/<account>`.",
    { "external-secrets/external-secrets": exampleRules },
  ).default({}),
  roles: field(
    z.strictObject({
      view: field(rules, "Rules for every subject with the role `view`.", exampleRules).optional(),
      edit: field(rules, "Rules for every subject with the role `edit`.", exampleRules).optional(),
      admin: field(rules, "Rules for every subject with the role `admin`.", exampleRules).optional(),
    }),
    "Rules that a chart adds to `view`, `edit` or `admin` of Kubernetes. `edit` includes `view`, and `admin` includes `edit`.",
    { view: [{ apiGroups: ["cert-manager.io"], resources: ["certificates"], verbs: ["get", "list", "watch"] }] },
  ).default({}),
});
export type ClusterAccess = z.infer<typeof ClusterAccess>;
