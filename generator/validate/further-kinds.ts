import { z } from "zod";
import { isClusterScoped } from "../models/cluster-scoped.ts";
import { kindName } from "../models/kinds.ts";
import { field } from "./terms.ts";

/**
 * API groups whose kinds a platform cannot allow in tenants' components, with their subgroups: they grant access, run pods,
 * open networks, read secrets, apply other objects, or change admission. Tenantry's own fields cover what tenants need of them.
 */
const closedGroups: readonly string[] = [
  "argoproj.io",
  "bitnami.com",
  "cilium.io",
  "crossplane.io",
  "external-secrets.io",
  "gatekeeper.sh",
  "istio.io",
  "k8s.io",
  "knative.dev",
  "kyverno.io",
  "mlops.seldon.io",
  "projectcalico.org",
  "tekton.dev",
  "toolkit.fluxcd.io",
  "upbound.io",
];

const Group = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/,
    "it must be an API group outside of Kubernetes: cert-manager.io",
  )
  .refine(
    (group) => closedGroups.every((closed) => group !== closed && !group.endsWith(`.${closed}`)),
    "it must not be a group whose kinds can grant access, run pods, open networks, read secrets, apply other objects or change admission",
  );

/** A kind that the platform allows in tenants' components. */
export const FurtherKind = z
  .strictObject({
    group: field(
      Group,
      "API group of the kind. Groups of Kubernetes, Seldon Core, Argo CD, and of network, secret and admission software are not allowed.",
      "cert-manager.io",
    ),
    kind: field(
      z.string().regex(/^[A-Z][A-Za-z0-9]{0,62}$/, "it must be the name of a kind: Certificate"),
      "Name of the kind. The kind must be namespaced.",
      "Certificate",
    ),
    part: field(
      z.enum(["guardrails", "workloads"]),
      "The tenant's Application that may contain the kind.",
      "workloads",
    ).default("workloads"),
  })
  .refine((kind) => !isClusterScoped(kindName(kind)), {
    path: ["kind"],
    error: "it must be a namespaced kind, because a tenant has only its own namespace",
  });
export type FurtherKind = z.infer<typeof FurtherKind>;
