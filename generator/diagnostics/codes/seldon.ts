import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Requirements of the patterns. The codes of rules about Seldon's kinds are defined with the rules. */
export const seldonCodes = {
  "seldon/patched-image-missing": {
    severity: "error",
    summary: "A pattern needs a patched image that is not set: Seldon's own images cannot run it.",
    why: "Seldon's operator looks for a ServerConfig in its own namespace only, and unless it is cluster-wide it watches its own namespace only. No release up to 2.10.2 behaves differently. With stock images no Server of this pattern ever gets a pod.",
    fix: "Set the patched operator image, with its fixes, its owner and its review date. Or choose standard or dedicated, which run on Seldon's own images.",
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
    summary: "A patched image is set on a pattern that does not use it.",
    why: "The image would not be deployed, and its owner would maintain it for nothing. A pull secret for it would remain in Seldon's namespace, and open a registry from which nothing is pulled.",
    fix: "Remove the image, and its pull secret with it.",
    messages: {
      operatorImage: (pattern: string) => `unneeded image: pattern ${pattern} runs Seldon's own operator`,
      schedulerImage: (pattern: string) =>
        `unneeded image: pattern ${pattern} runs a scheduler in every tenant's namespace, with Seldon's image`,
      pullSecret: (pattern: string) => `unneeded pull secret: pattern ${pattern} pulls no patched image`,
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
    why: "A fork gets no security fixes automatically, and the release that would make it unnecessary may be out. Without a date, no review would happen.",
    fix: "Have its owner check whether it is still needed and still patched against known vulnerabilities, then set a new date.",
    messages: {
      overdueReview: (owner: string, date: string) =>
        `overdue review of this image: ${owner} had to review it by ${date}`,
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
    summary: "A cluster uses a patched image: a debt, with an owner and a review date.",
    why: "The image is right where a pattern needs it, and this warning stops nothing. Every run reports it, so that the cost of a fork stays visible to the whole team.",
    fix: "Nothing has to be done before the review date. To remove the image, move to a pattern that runs on Seldon's own images. The command npx --no-install tenantry plan shows the steps.",
    messages: {
      patchedImage: (role: string, purpose: string, reason: string) => `patched ${role} image ${purpose}: ${reason}`,
    },
  },
  "seldon/pull-secret": {
    severity: "error",
    summary: "No pull secret matches the registry of a patched image.",
    why: "A pull secret applies to the host names that it lists: a registry with two host names needs both. If none matches, the operator's pod stays in ImagePullBackOff, and no Server of any tenant is reconciled.",
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
    summary: "Pod security would reject Seldon's own pods in their namespace.",
    why: "They pass baseline, and none of them passes restricted: they drop no capabilities and set no seccomp profile (2.9.1). The Deployment is created, its pods are not, and only its events show why.",
    fix: "Enforce baseline in that namespace. The audit and warn levels may still be restricted.",
    messages: {
      refusedPods: (namespace: string) => `the API server would reject the pods of Seldon's operator in ${namespace}`,
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
