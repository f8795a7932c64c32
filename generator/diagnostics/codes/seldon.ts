import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** What a pattern needs before it works; what rules say of Seldon's kinds is beside the rules. */
export const seldonCodes = {
  "seldon/patched-image-missing": {
    severity: "error",
    summary: "A pattern that Seldon's own images cannot run, without the image that can.",
    why: "Seldon's operator looks for a ServerConfig in its own namespace only, and without being cluster-wide it watches its own namespace only; no release up to 2.10.2 does otherwise. With stock images no Server of this pattern ever gets a pod.",
    fix: "Name the patched operator with what it fixes, who keeps it and until when; or choose standard or dedicated, which run on Seldon's own images.",
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
    summary: "A patched image on a pattern that has no use for it.",
    why: "It would not be deployed, and whoever keeps it up to date would work for nothing; a pull secret for it would lie in Seldon's namespace and open a registry that nothing is pulled from.",
    fix: "Take it away, and its pull secret with it.",
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
    summary: "A patched image whose day of review is past.",
    why: "A fork gets no security fix by itself, and the release that would make it unnecessary may be out. Nobody asks unless a day says so.",
    fix: "Have its owner ask whether it is still needed and still patched against known vulnerabilities, then set a new day.",
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
    summary: "A patched image: a debt, with its owner and the day of its review.",
    why: "It is right where a pattern needs it, and it stops nothing. It is said in every run, so that what a fork costs is in view and not only in somebody's head.",
    fix: "Nothing has to be done before its day. To be rid of it, move to a pattern that runs on Seldon's own images: npx --no-install tenantry plan shows the way.",
  },
  "seldon/pull-secret": {
    severity: "error",
    summary: "A patched image whose registry no pull secret opens.",
    why: "A pull secret is for hosts by their names: a registry that answers under two names needs both. Where none matches, the operator's pod stays in ImagePullBackOff, and no Server of any tenant is looked after.",
    fix: "Add the host, as the image spells it, to the registries of the pull secret.",
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
    summary: "Seldon's own pods would be refused in their namespace.",
    why: "They pass baseline, and none passes restricted: they drop no capabilities and name no seccomp profile (2.9.1). The Deployment is made, its pods are not, and only its events say why.",
    fix: "Enforce baseline in that namespace; restricted may still be audited and warned of.",
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
