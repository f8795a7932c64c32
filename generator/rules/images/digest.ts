import type { Location } from "../../diagnostics/diagnostic.ts";
import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { locate } from "../../load/locate.ts";
import { parseImage } from "../../models/image-reference.ts";
import { defineRule } from "../rule.ts";
import { imageUses } from "./image-uses.ts";

/**
 * Checks only images that a tenant's file or a component names. Images of the platform's templates and Seldon's own would
 * be reported for every tenant alike, and Seldon publishes versions as tags.
 */
export const imagesDigest = defineRule({
  code: "images/digest",
  severity: "warning",
  inFolder: "not checked",
  over: "manifest set",
  summary: "An image in a tenant's file or a component is not pinned by its digest.",
  docs: {
    why: "A user, or an attacker with a stolen account, can push another image under the same tag. A digest identifies exactly one image.",
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
    fix: "Append @sha256:... to the tag. To print the digest, run crane digest or docker buildx imagetools inspect.",
  },
  *check(manifestSet) {
    const seen = new Set<string>();
    for (const { image, at } of [...ofComponents(manifestSet), ...ofTenant(manifestSet)]) {
      const reference = parseImage(image);
      if (reference === undefined || reference.digest !== undefined) continue;
      // images/tag reports these images.
      if (reference.tag === undefined || reference.tag === "latest") continue;
      const place = at();
      const once = `${place.file} ${image}`;
      if (seen.has(once)) continue;
      seen.add(once);
      yield { at: place, message: `missing digest of image ${image}` };
    }
  },
});

interface Named {
  readonly image: string;
  readonly at: () => Location;
}

function ofComponents(manifestSet: ManifestSet): readonly Named[] {
  return imageUses(manifestSet)
    .filter((image) => image.in.handWritten)
    .map(({ image, in: manifest, path }) => ({ image, at: () => manifest.at(path, "value") }));
}

function ofTenant(manifestSet: ManifestSet): readonly Named[] {
  const { tenant } = manifestSet.context;
  if (tenant === undefined || !isUnit(manifestSet)) return [];
  const { serverConfigs, seldon } = tenant.spec;
  const images = [
    ...Object.entries(serverConfigs).flatMap(([config, own]) =>
      Object.entries(own.images).map(([part, image]) => ({ image, path: ["serverConfigs", config, "images", part] })),
    ),
    ...Object.entries(seldon.components).map(([name, component]) => ({
      image: component?.image,
      path: ["seldon", "components", name, "image"],
    })),
  ];
  return images.flatMap(({ image, path: field }) => {
    if (image === undefined) return [];
    const { source, path } = tenant.at(...field);
    return [{ image, at: () => locate(source, path) }];
  });
}
