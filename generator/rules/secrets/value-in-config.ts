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
  over: "scene",
  summary: "Something that looks like a secret stands in a ConfigMap, an environment or the arguments of a container.",
  docs: {
    why: "What is written there is in git for good, in the live object, in every export of it, and readable for all who may look at pods and ConfigMaps, who are far more than those who may read Secrets. The value is not shown here, nor in any report.",
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
    fix: "Rotate it: it has been in a file. Then declare a secret under spec.secrets of the tenant's file, and refer to its key.",
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
    if (isPassword(key, value) || holdsValue(value)) yield found(map, ["data", key], `${key} of ConfigMap ${map.name}`);
  }
}

function* inContainers(manifestSet: ManifestSet): Iterable<RuleFinding> {
  for (const spec of podSpecs(manifestSet)) {
    for (const { path, value, name } of containersOf(spec)) {
      for (const [index, variable] of listAt(value, "env").entries()) {
        const [key, text] = [textAt(variable, "name") ?? "", textAt(variable, "value") ?? ""];
        if (isPassword(key, text) || holdsValue(text))
          yield found(spec.in, [...path, "env", index, "value"], `${key} of container ${name}`, [
            "spec",
            "environment",
            key,
          ]);
      }
      for (const field of ["command", "args"] as const) {
        for (const [index, text] of listAt(value, field).entries())
          if (typeof text === "string" && holdsValue(text))
            yield found(spec.in, [...path, field, index], `an argument of container ${name}`);
      }
    }
  }
}

/** Without what is filled in at run time: a password that is a variable is not in the file. */
function holdsValue(text: string): boolean {
  return holdsSecret(text.replace(/\$[({][\w.-]{1,200}[)}]/g, ""));
}

/** What the inference server is told of a model, which is in its object and its log. */
function* inParameters(model: Manifest): Iterable<RuleFinding> {
  for (const [index, parameter] of listAt(model.object, "spec", "parameters").entries()) {
    const [key, text] = [textAt(parameter, "name") ?? "", textAt(parameter, "value") ?? ""];
    if (isPassword(key, text) || holdsValue(text))
      yield found(model, ["spec", "parameters", index, "value"], `${key} of Model ${model.name}`, [
        "spec",
        "parameters",
        key,
      ]);
  }
}

/** @param written Where a tenant's file says it, in its own words. */
function found(manifest: Manifest, path: Path, what: string, written: Path = path): RuleFinding {
  const own = manifest.at(written, "value");
  return {
    at: withoutValue(own.nearby === true ? manifest.at(path, "value") : own),
    message: `${what} looks like the value of a secret`,
    hint: "Rotate it: it has been in a file. Then keep it in a Secret, and refer to its key.",
  };
}
