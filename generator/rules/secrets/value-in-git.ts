import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { labelsAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { holdsSecret } from "../../load/secret-values.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { isFilledIn, isSecretKey, withoutValue } from "./secret-shapes.ts";

export const secretsValueInGit = defineRule({
  code: "secrets/value-in-git",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["Secret"],
  summary: "A Secret with its values stands in a file.",
  docs: {
    why: "Base64 hides nothing, and git forgets nothing: whoever may read the repository, or ever could, has the value. A Secret of a folder that is synced is a credential that everybody with a clone holds. An rclone remote without credentials, values that are encrypted, and marks that something fills in are none. No value is shown here.",
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
    fix: "Rotate it: it has been in a file. Then declare its name and keys under spec.secrets of the tenant's file, with where its values come from.",
  },
  *check(secret, manifestSet) {
    if (isMap(valueAt(secret.object, ["sops"]))) return;
    const keys = (["data", "stringData"] as const).flatMap((field) =>
      Object.entries(mapAt(secret.object, field)).flatMap(([key, value]) =>
        typeof value === "string" && holdsValue(secret, key, plain(field, value), manifestSet)
          ? [[field, key] as const]
          : [],
      ),
    );
    const [first] = keys;
    if (first === undefined) return;
    const names = keys.map(([, key]) => key);
    yield {
      at: withoutValue(secret.at(first, "key")),
      message: `Secret ${secret.name} holds ${names.length === 1 ? "the value" : "the values"} of ${names.slice(0, 6).join(", ")}`,
      hint: "Rotate it: it has been in a file. Then have it come from a secret store, or from a person.",
    };
  },
});

const longest = 20_000;

function plain(field: "data" | "stringData", value: string): string {
  return field === "data" ? Buffer.from(value.slice(0, longest), "base64").toString("utf8") : value.slice(0, longest);
}

function holdsValue(secret: Manifest, key: string, value: string, manifestSet: ManifestSet): boolean {
  const text = value.trim();
  if (text === "" || isMark(text) || isPublicRemote(text)) return false;
  // In somebody's folder a Secret may hold a name or a configuration as well.
  if (manifestSet.isPartial && (isFilledIn(text) || (!isSecretKey(key) && !holdsSecret(text)))) return false;
  // How Argo CD is told of repositories and clusters: what opens them has other keys.
  const argoCD = labelsAt(secret.object, "metadata", "labels")["argocd.argoproj.io/secret-type"] !== undefined;
  if (argoCD && describing.has(key)) return false;
  return (
    textAt(secret.object, "type") !== "kubernetes.io/dockerconfigjson" ||
    !/^\{\s*"auths"\s*:\s*\{[^{]*\{\s*\}\s*\}\s*\}$/.test(text)
  );
}

/** What a tool fills in, or has encrypted. */
function isMark(text: string): boolean {
  return /^<[^<>]*>$|^\$\{[^{}]*\}$|^\{\{[^{}]*\}\}$|^ENC\[|^(ref|vault):[^\s]*$/.test(text.slice(0, 500));
}

/** An rclone remote that asks nobody who he is. Seldon's own is one. */
function isPublicRemote(text: string): boolean {
  return /\banonymous"?\s*:\s*"?true/.test(text) && !/key|secret|token|pass|account|cred/i.test(text);
}

const describing: ReadonlySet<string> = new Set(
  "name server project type url enableLfs enableOCI insecure namespaces clusterResources".split(" "),
);
