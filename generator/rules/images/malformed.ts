import { imagePolicies } from "../../admission/images.ts";
import { replaced } from "../../diagnostics/example.ts";
import { defineRule } from "../rule.ts";
import { withoutValue } from "../secrets/secret-shapes.ts";
import { parseImage } from "./reference.ts";
import { writtenImages } from "./written-images.ts";

export const imagesMalformed = defineRule({
  code: "images/malformed",
  severity: "error",
  over: "scene",
  summary: "An image's name can be read as one.",
  docs: {
    why: "To the API server an image is any text. The kubelet then says InvalidImageName, and the pod never starts.",
    invalid: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "https://harbor.acme.test/Redis:8" }] } } }
`,
    valid: replaced(`image: "https://harbor.acme.test/Redis:8"`, `image: "harbor.acme.test/library/redis:8.0.1"`),
    fix: "Write registry/path:tag, all of it but the tag in small letters, and without https://.",
  },
  inCluster: [
    { policy: imagePolicies, holds: "variables.malformed.size() == 0", found: 'variables.malformed.join(", ")' },
  ],
  *check(manifestSet) {
    for (const { image, in: manifest, path } of writtenImages(manifestSet)) {
      if (parseImage(image) !== undefined) continue;
      const opens = /\/\/[^/@\s]*@/.test(image);
      yield {
        at: opens ? withoutValue(manifest.at(path, "value")) : manifest.at(path, "value"),
        message: opens
          ? "an address with a password is no name of an image"
          : `${image.slice(0, 80)} is no name of an image`,
        hint: hintFor(image),
      };
    }
  },
});

function hintFor(image: string): string {
  if (image.includes("://")) return "Leave the scheme out.";
  if (/@sha256(:|$)/.test(image)) return "A digest is @sha256: and 64 of 0-9 and a-f.";
  if (/[A-Z]/.test(image.slice(image.indexOf("/") + 1).split(":")[0] ?? "")) return "Write the name in small letters.";
  return "An image is registry/path:tag, or registry/path@sha256:... .";
}
