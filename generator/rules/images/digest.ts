import type { Location } from "../../diagnostics/diagnostic.ts";
import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { locate } from "../../load/locate.ts";
import { defineRule } from "../rule.ts";
import { parseImage } from "./reference.ts";
import { writtenImages } from "./written-images.ts";

/**
 * Only images that a tenant's file or a component names. Those of the platform's templates and Seldon's own would be said
 * of every tenant alike, and Seldon publishes versions by tags.
 */
export const imagesDigest = defineRule({
  code: "images/digest",
  severity: "warning",
  inFolder: "not asked",
  over: "scene",
  summary: "Images that a tenant or a component names are pinned by their digest.",
  docs: {
    why: "A tag can be pushed again, by mistake or by somebody who took over an account. A digest is the image itself.",
    invalid: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "harbor.acme.test/library/redis:8.0.1" }] } } }
`,
    valid: `
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
    fix: "Add @sha256:... behind the tag: crane digest, or docker buildx imagetools inspect, prints it.",
  },
  *check(manifestSet) {
    const seen = new Set<string>();
    for (const { image, at } of [...ofComponents(manifestSet), ...ofTenant(manifestSet)]) {
      const reference = parseImage(image);
      if (reference === undefined || reference.digest !== undefined) continue;
      // What images/tag refuses need not be said twice.
      if (reference.tag === undefined || reference.tag === "latest") continue;
      const place = at();
      const once = `${place.file} ${image}`;
      if (seen.has(once)) continue;
      seen.add(once);
      yield { at: place, message: `${image} has no digest` };
    }
  },
});

interface Named {
  readonly image: string;
  readonly at: () => Location;
}

function ofComponents(manifestSet: ManifestSet): readonly Named[] {
  return writtenImages(manifestSet)
    .filter((image) => image.in.handWritten)
    .map(({ image, in: manifest, path }) => ({ image, at: () => manifest.at(path, "value") }));
}

function ofTenant(manifestSet: ManifestSet): readonly Named[] {
  const { tenant } = manifestSet.context;
  if (tenant === undefined || !isUnit(manifestSet)) return [];
  return Object.entries(tenant.spec.serverConfigs).flatMap(([config, { images }]) =>
    Object.entries(images).flatMap(([part, image]) => {
      if (image === undefined) return [];
      const { source, path } = tenant.at("serverConfigs", config, "images", part);
      return [{ image, at: () => locate(source, path) }];
    }),
  );
}
