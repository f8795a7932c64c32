import { images } from "../../admission/images.ts";
import { fixed } from "../../diagnostics/example.ts";
import { locate } from "../../load/locate.ts";
import { nearest } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { referenceOf } from "./reference.ts";
import { imagesIn } from "./written-images.ts";

export const registry = defineRule({
  code: "images/registry",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "Images come from the registries that the platform allows.",
  page: {
    why: "What runs in the cluster is what somebody scanned, and can still be pulled when a public registry is away or counts pulls. Nothing in Kubernetes looks at where an image comes from.",
    wrong: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "redis:8.0.1" }] } } }
`,
    right: fixed(`image: "redis:8.0.1"`, `image: "harbor.acme.test/library/redis:8.0.1"`),
    mend: "Copy it into an allowed registry, or have the platform team allow its own under registries.",
  },
  inCluster: [{ policy: images, holds: "variables.foreign.size() == 0", found: 'variables.foreign.join(", ")' }],
  *check(scene) {
    const { platform } = scene.around;
    if (platform === undefined) return;
    const { registries } = platform.spec;
    for (const { image, in: manifest, path } of imagesIn(scene)) {
      const reference = referenceOf(image);
      if (reference === undefined || registries.some((one) => `${reference.name}/`.startsWith(one))) continue;
      const folder = reference.name.slice(0, reference.name.lastIndexOf("/"));
      const meant = nearest(`${folder}/`, registries);
      // Where no template names a copy of Seldon's own images, they are taken from where Seldon publishes them.
      const allowed = platform.at("registries");
      const ofSeldon = !manifest.handWritten && reference.name.startsWith("docker.io/seldonio/");
      yield {
        at: ofSeldon ? locate(allowed.source, allowed.path, "key") : manifest.at(path, "value"),
        message: `${image} comes from ${folder}, which is not allowed`,
        hint: meant === undefined ? `Allowed: ${registries.join(", ")}.` : `Did you mean ${meant}?`,
      };
    }
  },
});
