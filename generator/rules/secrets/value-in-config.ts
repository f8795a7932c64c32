import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, podSpecs } from "../../evaluate/manifests/pods.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { holdsSecret } from "../../load/secret-values.ts";
import type { Path } from "../../load/source.ts";
import { modelKind } from "../../models/kinds.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { isPassword, withoutValue } from "./secret-shapes.ts";

export const secretsValueInConfig = defineRule({
  code: "secrets/value-in-config",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "A ConfigMap, or the environment or arguments of a container, contains a value that looks like a secret.",
  docs: {
    why: "Git keeps the value permanently, and the object on the cluster contains the value too. Far more users may read Pods and ConfigMaps than Secrets, and all these users can read the value. Neither the finding nor any report shows the value.",
    invalid: `
apiVersion: v1
kind: Pod
metadata: { name: training, namespace: churn }
spec:
  containers:
    - name: training
      image: docker.io/acme/training:1.4
      env: [{ name: AWS_SECRET_ACCESS_KEY, value: not-a-real-one }]
`,
    valid: replaced("value: not-a-real-one", "valueFrom: { secretKeyRef: { name: artifacts, key: secret-key } }"),
    fix: "Rotate the value, because every user of the repository can read it. Then declare a secret under spec.secrets of the tenant's file, and refer to the key of this secret.",
  },
  *check(manifestSet) {
    for (const map of manifestSet.of("ConfigMap")) yield* inConfigMap(map);
    yield* inContainers(manifestSet);
    for (const model of manifestSet.of(modelKind)) yield* inParameters(model);
  },
});

function* inConfigMap(map: Manifest): Iterable<RuleFinding> {
  for (const [key, value] of Object.entries(mapAt(map.object, "data"))) {
    if (typeof value !== "string") continue;
    if (isPassword(key, value) || holdsValue(value))
      yield secretValueFinding(map, ["data", key], `${key} of ConfigMap ${map.name}`);
  }
}

function* inContainers(manifestSet: ManifestSet): Iterable<RuleFinding> {
  for (const spec of podSpecs(manifestSet)) {
    for (const { path, value, name } of containersOf(spec)) {
      for (const [index, variable] of listAt(value, "env").entries()) {
        const [key, text] = [textAt(variable, "name") ?? "", textAt(variable, "value") ?? ""];
        if (isPassword(key, text) || holdsValue(text))
          yield secretValueFinding(spec.in, [...path, "env", index, "value"], `${key} of container ${name}`, [
            "spec",
            "environment",
            key,
          ]);
      }
      for (const field of ["command", "args"] as const) {
        for (const [index, text] of listAt(value, field).entries())
          if (typeof text === "string" && holdsValue(text))
            yield secretValueFinding(spec.in, [...path, field, index], `argument of container ${name}`);
      }
    }
  }
}

/** Ignores variables that are filled in at run time: a password in a variable is not in the file. */
function holdsValue(text: string): boolean {
  return holdsSecret(text.replace(/\$[({][\w.-]{1,200}[)}]/g, ""));
}

/** The parameters of a model. The Model object and the log of the inference server contain them. */
function* inParameters(model: Manifest): Iterable<RuleFinding> {
  for (const [index, parameter] of listAt(model.object, "spec", "parameters").entries()) {
    const [key, text] = [textAt(parameter, "name") ?? "", textAt(parameter, "value") ?? ""];
    if (isPassword(key, text) || holdsValue(text))
      yield secretValueFinding(model, ["spec", "parameters", index, "value"], `${key} of Model ${model.name}`, [
        "spec",
        "parameters",
        key,
      ]);
  }
}

/** @param written The path under which a tenant's file sets the value. */
function secretValueFinding(manifest: Manifest, path: Path, field: string, written: Path = path): RuleFinding {
  const place = manifest.at(written, "value");
  return {
    at: withoutValue(place.nearby === true ? manifest.at(path, "value") : place),
    message: `invalid ${field}: it looks like the value of a secret`,
    hint: "Rotate the value, because every user of the repository can read it. Then store the new value in a Secret, and refer to the key of the Secret.",
  };
}
