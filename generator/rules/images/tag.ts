import { images } from "../../admission/images.ts";
import { fixed } from "../../diagnostics/example.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Scene } from "../../evaluate/manifests/scene.ts";
import { oncePer } from "../../load/once-per.ts";
import { defineRule } from "../rule.ts";
import { referenceOf } from "./reference.ts";
import { imagesIn } from "./written-images.ts";

export const tag = defineRule({
  code: "images/tag",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "Images have a tag, and it is not latest.",
  page: {
    why: "The tag latest, or none, is whatever was pushed last: two replicas can run two programs, a restart can change what runs, and there is nothing to go back to. Argo CD sees no difference.",
    wrong: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "harbor.acme.test/library/redis:latest" }] } } }
`,
    right: fixed(`image: "harbor.acme.test/library/redis:latest"`, `image: "harbor.acme.test/library/redis:8.0.1"`),
    mend: "Name the version, best with its digest: name:tag@sha256:...",
  },
  inCluster: [{ policy: images, holds: "variables.moving.size() == 0", found: 'variables.moving.join(", ")' }],
  *check(scene) {
    for (const { image, in: manifest, path } of imagesIn(scene)) {
      const reference = referenceOf(image);
      if (reference === undefined || reference.digest !== undefined) continue;
      if (reference.tag !== undefined && reference.tag !== "latest") continue;
      if (reference.tag === undefined && builtIn(scene.everywhere()).has(image)) continue;
      // OpenShift's own registry: its image streams follow the cluster's version, and some have no other tag.
      if (scene.isPartial && reference.name.startsWith("image-registry.openshift-image-registry.svc:5000/")) continue;
      yield {
        at: manifest.at(path, "value"),
        message: reference.tag === undefined ? `${image} has no tag` : `${image} is whatever was pushed last`,
        hint: "Name a version, or a digest.",
      };
    }
  },
});

/** Images that Skaffold builds from the same folder, and gives a tag of its own. */
const builtIn = oncePer(
  (folder: Scene): ReadonlySet<string> =>
    new Set(
      folder
        .of("skaffold/Config")
        .flatMap(({ object }) => [object, ...listAt(object, "profiles")])
        .flatMap((one) => listAt(one, "build", "artifacts"))
        .flatMap((artifact) => textAt(artifact, "image") ?? []),
    ),
);
