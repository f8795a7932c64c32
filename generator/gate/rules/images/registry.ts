import { nearest } from "../../../diagnostics/nearest.ts";
import { defineRule } from "../rule.ts";
import { referenceOf } from "./reference.ts";
import { imagesIn } from "./written-images.ts";

export const registry = defineRule({
  code: "images/registry",
  severity: "error",
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
    right: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "harbor.acme.test/library/redis:8.0.1" }] } } }
`,
    mend: "Copy it into an allowed registry, or have the platform team allow its own under registries.",
  },
  *check(scene) {
    const { platform } = scene.around;
    if (platform === undefined) return;
    const { registries } = platform.spec;
    for (const { image, in: manifest, path } of imagesIn(scene)) {
      const reference = referenceOf(image);
      if (reference === undefined || registries.some((one) => `${reference.name}/`.startsWith(one))) continue;
      const meant = nearest(
        reference.name.split("/")[0] ?? "",
        registries.map((one) => one.split("/")[0] ?? ""),
      );
      yield {
        at: manifest.at(path, "value"),
        message: `${image} comes from ${reference.name.split("/").slice(0, -1).join("/")}, which is not allowed`,
        hint: `Allowed: ${registries.join(", ")}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
      };
    }
  },
});
