import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Settings of Seldon's components that contradict other fields. */
export const seldonComponentCodes = {
  "seldon/component-image": {
    severity: "error",
    summary:
      "The image of a Seldon component does not match the cluster's version of Seldon, or two fields set the image.",
    why: "Seldon's components of different versions do not work together reliably. After an upgrade of seldon.version, a component with its own image would silently stay on the old version. A patched image of a shared scheduler has a separate field, so that the image has an owner and a review date.",
    fix: "Use a tag that is Seldon's version, or that begins with the version and a hyphen. For a patched image of a shared scheduler, set only seldon.images.scheduler.",
    messages: {
      otherVersion: (component: string, cluster: string, tag: string, version: string) =>
        `invalid image of ${component} on ${cluster}: the tag ${tag} is not for Seldon ${version}`,
      missingTag: (component: string, cluster: string) =>
        `missing tag of the image of ${component} on ${cluster}: the tag must name Seldon's version`,
      duplicateImage: (cluster: string) =>
        `duplicate image of the scheduler on ${cluster}: seldon.images.scheduler also sets the image`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon:
    version: 2.9.1
    components: { envoy: { image: "harbor.acme.test/seldonio/seldon-envoy:2.8.5" } }
`,
      valid: replaced("seldon-envoy:2.8.5", "seldon-envoy:2.9.1"),
    },
  },
  "seldon/component-resources": {
    severity: "error",
    summary: "Two fields of the platform team set the resources of the same Seldon component.",
    why: "The field seldon.values sets resources in the values of Seldon's chart, and the field seldon.components overrides these values for each runtime. The amounts in seldon.values would have no effect.",
    fix: "Set the resources under seldon.components, and remove them from seldon.values.",
    messages: {
      duplicateResources: (component: string, cluster: string) =>
        `duplicate resources of ${component} on ${cluster}: seldon.components also sets them`,
    },
    example: {
      invalid: `
# clusters/production/cluster.yaml
spec:
  seldon:
    components: { envoy: { resources: { requests: { memory: 256Mi } } } }
    values: { envoy: { resources: { memory: 512Mi } } }
`,
      valid: `
# clusters/production/cluster.yaml
spec:
  seldon:
    components: { envoy: { resources: { requests: { memory: 512Mi } } } }
`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
