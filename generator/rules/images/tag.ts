import { imagePolicies } from "../../admission/images.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { memoize } from "../../load/memoize.ts";
import { parseImage } from "../../models/image-reference.ts";
import { defineRule } from "../rule.ts";
import { imageUses } from "./image-uses.ts";

export const imagesTag = defineRule({
  code: "images/tag",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "An image has no tag, or the tag latest.",
  docs: {
    why: "Without a tag, or with the tag latest, nodes pull the image that was last pushed as latest. Two replicas can then run different programs, a restart can change the program, and a rollback has no version to return to. After another push, Argo CD shows no difference, because the image name in git does not change.",
    invalid: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "harbor.acme.test/library/redis:latest" }] } } }
`,
    valid: replaced(`image: "harbor.acme.test/library/redis:latest"`, `image: "harbor.acme.test/library/redis:8.0.1"`),
    fix: "Set a version, preferably with its digest: name:tag@sha256:...",
  },
  inCluster: [
    {
      policy: imagePolicies,
      compliesWhen: "variables.moving.size() == 0",
      message:
        'variables.moving.join(", ") + " is not allowed: the image has no tag, or the tag latest. Set a version or a digest."',
    },
  ],
  *check(manifestSet) {
    for (const { image, in: manifest, path } of imageUses(manifestSet)) {
      const reference = parseImage(image);
      if (reference === undefined || reference.digest !== undefined) continue;
      if (reference.tag !== undefined && reference.tag !== "latest") continue;
      if (reference.tag === undefined && builtIn(manifestSet.everywhere()).has(image)) continue;
      // OpenShift's own registry: its image streams follow the cluster's version, and some have no other tag.
      if (manifestSet.isPartial && reference.name.startsWith("image-registry.openshift-image-registry.svc:5000/"))
        continue;
      yield {
        at: manifest.at(path, "value"),
        message: reference.tag === undefined ? `missing tag of image ${image}` : `invalid tag latest of image ${image}`,
        hint: "Set a version or a digest.",
      };
    }
  },
});

/** Images that Skaffold builds from the same folder, and tags itself. */
const builtIn = memoize(
  (folder: ManifestSet): ReadonlySet<string> =>
    new Set(
      folder
        .of("skaffold/Config")
        .flatMap(({ object }) => [object, ...listAt(object, "profiles")])
        .flatMap((value) => listAt(value, "build", "artifacts"))
        .flatMap((artifact) => textAt(artifact, "image") ?? []),
    ),
);
