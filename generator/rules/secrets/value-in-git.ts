import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { labelsAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { holdsSecret } from "../../load/secret-values.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { isPlaceholder, isSecretKey, withoutValue } from "./secret-shapes.ts";

export const secretsValueInGit = defineRule({
  code: "secrets/value-in-git",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["Secret"],
  summary: "A file contains the values of a Secret.",
  docs: {
    why: "Base64 does not encrypt a value, and git keeps every version of a file. Assume that every user who can read the repository, or could read it after the commit, knows the value. Every clone of the repository contains the value. The rule ignores rclone remotes without credentials, encrypted values, and placeholders that a tool fills in. The finding does not contain the value.",
    invalid: `
apiVersion: v1
kind: Secret
metadata: { name: feature-store, namespace: churn }
stringData: { password: not-a-real-one }
`,
    valid: `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: feature-store, namespace: churn }
spec: { data: [{ secretKey: password, remoteRef: { key: feature-store } }] }
`,
    fix: "Rotate the value, because every user of the repository can read it. Then declare the Secret's name and keys under spec.secrets of the tenant's file, with the source of its values.",
  },
  *check(secret, manifestSet) {
    if (isMap(valueAt(secret.object, ["sops"]))) return;
    const keys = (["data", "stringData"] as const).flatMap((field) =>
      Object.entries(mapAt(secret.object, field)).flatMap(([key, value]) =>
        typeof value === "string" && holdsValue(secret, key, decodedValue(field, value), manifestSet)
          ? [[field, key] as const]
          : [],
      ),
    );
    const [first] = keys;
    if (first === undefined) return;
    const names = keys.map(([, key]) => key);
    yield {
      at: withoutValue(secret.at(first, "key")),
      message: `invalid Secret ${secret.name}: it contains ${names.length === 1 ? "the value" : "the values"} of ${names.slice(0, 6).join(", ")}`,
      hint: "Rotate the value, because every user of the repository can read it. Then store the new value in a secret store, or create the Secret by hand.",
    };
  },
});

const longest = 20_000;

function decodedValue(field: "data" | "stringData", value: string): string {
  return field === "data" ? Buffer.from(value.slice(0, longest), "base64").toString("utf8") : value.slice(0, longest);
}

function holdsValue(secret: Manifest, key: string, value: string, manifestSet: ManifestSet): boolean {
  const text = value.trim();
  if (text === "" || isMark(text) || isPublicRemote(text)) return false;
  // In an arbitrary folder, a Secret may also contain a name or a configuration.
  if (manifestSet.isPartial && (isPlaceholder(text) || (!isSecretKey(key) && !holdsSecret(text)))) return false;
  // Argo CD reads its repositories and clusters from these Secrets. Their credentials have other keys.
  const argoCD = labelsAt(secret.object, "metadata", "labels")["argocd.argoproj.io/secret-type"] !== undefined;
  if (argoCD && describing.has(key)) return false;
  return (
    textAt(secret.object, "type") !== "kubernetes.io/dockerconfigjson" ||
    !/^\{\s*"auths"\s*:\s*\{[^{]*\{\s*\}\s*\}\s*\}$/.test(text)
  );
}

/** Whether a tool fills the text in, or has encrypted it. */
function isMark(text: string): boolean {
  return /^<[^<>]*>$|^\$\{[^{}]*\}$|^\{\{[^{}]*\}\}$|^ENC\[|^(ref|vault):[^\s]*$/.test(text.slice(0, 500));
}

/** Whether the text is an rclone remote with anonymous access, such as Seldon's own. */
function isPublicRemote(text: string): boolean {
  return /\banonymous"?\s*:\s*"?true/.test(text) && !/key|secret|token|pass|account|cred/i.test(text);
}

const describing: ReadonlySet<string> = new Set(
  "name server project type url enableLfs enableOCI insecure namespaces clusterResources".split(" "),
);
