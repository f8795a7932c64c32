import { imagePolicies } from "../../admission/images.ts";
import { replaced } from "../../diagnostics/example.ts";
import { parseImage } from "../../models/image-reference.ts";
import { defineRule } from "../rule.ts";
import { withoutValue } from "../secrets/secret-shapes.ts";
import { imageUses } from "./image-uses.ts";

export const imagesMalformed = defineRule({
  code: "images/malformed",
  severity: "error",
  over: "manifest set",
  summary: "The name of an image is invalid.",
  docs: {
    why: "The API server accepts almost any text as an image. For an invalid image name, the kubelet reports InvalidImageName, and the pod never starts.",
    invalid: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec: { template: { spec: { containers: [{ name: cache, image: "https://harbor.acme.test/Redis:8" }] } } }
`,
    valid: replaced(`image: "https://harbor.acme.test/Redis:8"`, `image: "harbor.acme.test/library/redis:8.0.1"`),
    fix: "Write registry/path:tag without https://. Write everything except the tag in lower case.",
  },
  inCluster: [
    {
      policy: imagePolicies,
      compliesWhen: "variables.malformed.size() == 0",
      message: 'variables.malformed.join(", ") + " is not allowed: invalid image name"',
    },
  ],
  *check(manifestSet) {
    for (const { image, in: manifest, path } of imageUses(manifestSet)) {
      if (parseImage(image) !== undefined) continue;
      const opens = /\/\/[^/@\s]*@/.test(image);
      yield {
        at: opens ? withoutValue(manifest.at(path, "value")) : manifest.at(path, "value"),
        message: opens ? "invalid image name: it is a URL with a password" : `invalid image name ${image.slice(0, 80)}`,
        hint: hintFor(image),
      };
    }
  },
});

function hintFor(image: string): string {
  if (image.includes("://")) return "Remove the scheme.";
  if (/@sha256(:|$)/.test(image)) return "Write the digest as @sha256: and 64 characters of 0-9 and a-f.";
  if (/[A-Z]/.test(image.slice(image.indexOf("/") + 1).split(":")[0] ?? ""))
    return "Write the image name in lower case.";
  return "Write registry/path:tag, or registry/path@sha256:... .";
}
