import { imagePolicies } from "../../admission/images.ts";
import { replaced } from "../../diagnostics/example.ts";
import { locate } from "../../load/locate.ts";
import { parseImage } from "../../models/image-reference.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import { injectedImages } from "../../validate/addons/mesh.ts";
import { allowedRegistries } from "../../validate/image-mirror.ts";
import { defineRule } from "../rule.ts";
import { imageUses } from "./image-uses.ts";

export const imagesRegistry = defineRule({
  code: "images/registry",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "An image comes from a registry that the platform does not allow.",
  docs: {
    why: "The platform team allows only registries that it trusts, for example registries that scan their images. Nodes can pull from a private registry even if a public registry is unavailable or limits pulls. Kubernetes does not check where an image comes from.",
    invalid: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "redis:8.0.1" }] } } }
`,
    valid: replaced(`image: "redis:8.0.1"`, `image: "harbor.acme.test/library/redis:8.0.1"`),
    fix: "Copy the image into an allowed registry, or ask the platform team to add the image's registry to registries in platform.yaml.",
  },
  inCluster: [
    {
      policy: imagePolicies,
      compliesWhen: "variables.foreign.size() == 0",
      message: 'variables.foreign.join(", ") + " is not allowed: the platform does not allow this registry"',
    },
  ],
  *check(manifestSet) {
    const { platform, cluster } = manifestSet.context;
    if (platform === undefined) return;
    const registries = allowedRegistries(platform, cluster?.spec);
    const injected = cluster === undefined ? [] : injectedImages(cluster);
    for (const { image, in: manifest, path } of imageUses(manifestSet)) {
      const reference = injected.includes(image) ? undefined : parseImage(image);
      if (reference === undefined || registries.some((registry) => `${reference.name}/`.startsWith(registry))) continue;
      const folder = reference.name.slice(0, reference.name.lastIndexOf("/"));
      const meant = nearest(`${folder}/`, registries);
      // If no template names a copy of Seldon's own images, they come from the registry where Seldon publishes them.
      const allowed = platform.at("registries");
      const ofSeldon = !manifest.handWritten && reference.name.startsWith("docker.io/seldonio/");
      yield {
        at: ofSeldon ? locate(allowed.source, allowed.path, "key") : manifest.at(path, "value"),
        message: `image ${image} is not allowed: the platform does not allow the registry ${folder}`,
        hint: meant === undefined ? `Allowed registries: ${registries.join(", ")}.` : didYouMean(meant),
      };
    }
  },
});
