import { defineRule } from "../rule.ts";
import { referenceOf } from "./reference.ts";
import { imagesIn } from "./written-images.ts";

/** Of what is generated only those that a tenant named: the platform's templates are looked at where they are written. */
export const digest = defineRule({
  code: "images/digest",
  severity: "warning",
  over: "scene",
  summary: "Images that somebody names are pinned by their digest.",
  page: {
    why: "A tag can be pushed again, by mistake or by somebody who took over an account. A digest is the image itself.",
    wrong: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "harbor.acme.test/library/redis:8.0.1" }] } } }
`,
    right: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec:
  template:
    spec:
      containers:
        - name: cache
          image: harbor.acme.test/library/redis:8.0.1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
`,
    mend: "Add @sha256:... behind the tag: crane digest, or docker buildx imagetools inspect, prints it.",
  },
  *check(scene) {
    const { tenant } = scene.around;
    const named = new Set(
      Object.values(tenant?.spec.serverConfigs ?? {}).flatMap(({ images }) =>
        Object.values(images).filter((one) => one !== undefined),
      ),
    );
    const seen = new Set<string>();
    for (const { image, in: manifest, path } of imagesIn(scene)) {
      if (!manifest.handWritten && !named.has(image)) continue;
      const reference = referenceOf(image);
      if (reference === undefined || reference.digest !== undefined || seen.has(image)) continue;
      seen.add(image);
      yield { at: manifest.at(path, "value"), message: `${image} has no digest` };
    }
  },
});
