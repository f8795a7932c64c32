import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { externalSecretKind, modelKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const seldonSecretOneKey = defineRule({
  code: "seldon/secret-one-key",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "object",
  kinds: [modelKind],
  summary: "The Secret of a Model does not have exactly one key.",
  docs: {
    why: "The agent uses the single value of the Secret as an rclone remote. The agent rejects a Secret with no key or with several keys, and the Model fails to load.",
    invalid: `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: artifacts, namespace: churn }
spec:
  target: { name: artifacts }
  data: [{ secretKey: id, remoteRef: { key: a } }, { secretKey: key, remoteRef: { key: b } }]
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn], secretName: artifacts }
`,
    valid: replaced(
      "data: [{ secretKey: id, remoteRef: { key: a } }, { secretKey: key, remoteRef: { key: b } }]",
      "data: [{ secretKey: s3, remoteRef: { key: a } }]",
    ),
    fix: "Put exactly one key into the Secret. The value of this key must contain the name, type and parameters of one rclone remote.",
  },
  *check(model, manifestSet) {
    const name = textAt(model.object, "spec", "secretName");
    if (name === undefined || name === "") return;
    const declared = secretNamed(manifestSet, model.namespace, name);
    const keys = declared === undefined ? undefined : keysOf(declared);
    if (declared === undefined || keys === undefined || keys.length === 1) return;
    yield {
      at: model.at(["spec", "secretName"], "value"),
      message: `invalid Secret ${name}: it has ${keys.length} keys${keys.length > 1 ? `: ${keys.slice(0, 6).join(", ")}` : ""}`,
      hint: "Seldon requires a Secret with exactly one key, whose value is an rclone remote.",
      related: [{ at: declared.at(["metadata", "name"]), message: `${declared.object.kind} ${declared.name}` }],
    };
  },
});

/** The object that creates a Secret: the Secret itself, or the ExternalSecret whose target it is. */
function secretNamed(manifestSet: ManifestSet, namespace: string | undefined, name: string): Manifest | undefined {
  return (
    manifestSet.named("Secret", namespace, name) ??
    manifestSet
      .of(externalSecretKind)
      .find(
        (manifest) =>
          manifest.namespace === namespace &&
          (textAt(manifest.object, "spec", "target", "name") ?? manifest.name) === name,
      )
  );
}

/** Undefined if the object does not list all of its keys. */
function keysOf({ object }: Manifest): readonly string[] | undefined {
  if (object.kind === "Secret")
    return [...new Set([...Object.keys(mapAt(object, "data")), ...Object.keys(mapAt(object, "stringData"))])];
  if (listAt(object, "spec", "dataFrom").length > 0) return undefined;
  const template = Object.keys(mapAt(object, "spec", "target", "template", "data"));
  if (template.length > 0) return template;
  return [...new Set(listAt(object, "spec", "data").map((value) => textAt(value, "secretKey") ?? ""))];
}
