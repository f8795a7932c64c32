import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Requirements of the patterns. The codes of rules about Seldon's kinds are defined with the rules. */
export const seldonCodes = {
  "seldon/patched-image-missing": {
    severity: "error",
    summary: "A pattern needs a patched image of the operator, but the cluster does not set this image.",
    why: "Seldon's operator looks for ServerConfigs only in its own namespace. An operator that is not cluster-wide also watches only its own namespace. No release up to 2.10.2 looks for ServerConfigs in other namespaces. With Seldon's own operator image, no Server of the pattern gets a pod.",
    fix: "Set the patched image with its fixes, reason, owner and review date. Alternatively, choose the pattern standard or dedicated: both run on Seldon's own images.",
    messages: {
      missingImage: (pattern: string, fixes: string, cluster: string) =>
        `missing image of a patched operator: pattern ${pattern} needs the fixes ${fixes}, and ${cluster} declares no image`,
      missingFixes: (pattern: string, fixes: string) =>
        `missing fixes in the operator's image: pattern ${pattern} also needs ${fixes}`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: scoped }
`,
      valid: replaced("seldon: { pattern: scoped }", "seldon: { pattern: dedicated }"),
    },
  },
  "seldon/patched-image-unneeded": {
    severity: "error",
    summary: "A cluster sets a patched image or a pull secret that its pattern does not use.",
    why: "No pod would run the image, so its owner would maintain an unused image. A pull secret for the image would remain in Seldon's namespace, although no pod needs the pull secret.",
    fix: "Remove the image and its pull secret.",
    messages: {
      operatorImage: (pattern: string) => `unneeded image: pattern ${pattern} runs Seldon's own operator`,
      schedulerImage: (pattern: string) =>
        `unneeded image: pattern ${pattern} runs a scheduler in every tenant's namespace, with Seldon's image`,
      pullSecret: (pattern: string) =>
        `unneeded pull secret: pattern ${pattern} pulls no patched image, and seldon.components.controller sets no image`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon:
    pattern: standard
    pullSecrets: { harbor: { registries: [harbor.acme.test], from: manual } }
`,
      valid: `
# clusters/production/cluster.yaml
spec:
  seldon: { pattern: standard }
`,
    },
  },
  "seldon/patched-image-overdue": {
    severity: "error",
    summary: "The review date of a patched image is past.",
    why: "A patched image gets no security fixes automatically, and a newer Seldon release may make the patch unnecessary. Without a review date, no team would check the image.",
    fix: "Have the owner check whether the image is still needed, and whether the image contains fixes for all known vulnerabilities. Then set a new date.",
    messages: {
      overdueReview: (owner: string, date: string) =>
        `overdue review of this image: ${owner} had to review the image by ${date}`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon:
    pattern: scoped
    images:
      controller:
        image: harbor.acme.test/seldon/controller:2.9.1-lookup
        fixes: [server-config-lookup]
        reason: ServerConfigs belong to the teams
        owner: Platform team
        reviewBy: "2026-06-30"
`,
      valid: replaced(`reviewBy: "2026-06-30"`, `reviewBy: "2027-06-30"`),
    },
  },
  "seldon/patched-image": {
    severity: "warning",
    summary: "A cluster uses a patched image, which its owner must maintain and review.",
    why: "Some patterns need a patched image, so this warning does not stop a build. Every run reports the image, so that the cost of its maintenance stays visible to the platform team.",
    fix: "No action is needed before the review date. To stop using a patched image, move to a pattern that runs on Seldon's own images. The command npx --no-install tenantry plan shows the steps of the move.",
    messages: {
      patchedImage: (role: string, purpose: string, reason: string) => `patched ${role} image ${purpose}: ${reason}`,
    },
  },
  "seldon/pull-secret": {
    severity: "error",
    summary: "No pull secret matches the registry of a patched image.",
    why: "A pull secret applies only to the host names that it lists, so a registry with two host names needs two entries. If no pull secret matches, the pod with the patched image stays in ImagePullBackOff. Without a running operator, no Servers are reconciled.",
    fix: "Add the host, spelled as in the image, to the registries of the pull secret.",
    messages: {
      missingPullSecret: (registry: string) => `missing pull secret for the registry ${registry}`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon:
    pattern: scoped
    images:
      controller:
        image: harbor.acme.test/seldon/controller:2.9.1-lookup
        fixes: [server-config-lookup]
        reason: ServerConfigs belong to the teams
        owner: Platform team
        reviewBy: "2027-06-30"
    pullSecrets: { harbor: { registries: [192.168.1.210], from: manual } }
`,
      valid: replaced("registries: [192.168.1.210]", "registries: [192.168.1.210, harbor.acme.test]"),
    },
  },
  "seldon/pod-security": {
    severity: "error",
    summary: "The pod security level of Seldon's namespace rejects the pods of Seldon's operator.",
    why: "Seldon's own pods meet the level baseline, but not the level restricted, because they drop no capabilities and set no seccomp profile (2.9.1). The API server would accept the operator's Deployment and reject its pods. Only events would show the reason.",
    fix: "Enforce the level baseline in Seldon's namespace. The audit and warn levels can still be restricted.",
    messages: {
      refusedPods: (namespace: string) =>
        `invalid enforce level restricted of namespace ${namespace}: the API server would reject the pods of Seldon's operator`,
    },
    example: {
      invalid: `
# platform/platform.yaml
spec:
  namespaces: { seldon-system: { labels: { pod-security.kubernetes.io/enforce: restricted } } }
`,
      valid: replaced("pod-security.kubernetes.io/enforce: restricted", "pod-security.kubernetes.io/enforce: baseline"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
