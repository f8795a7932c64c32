import { replaced } from "../../diagnostics/example.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, type PodSpec, podSpecs } from "../../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { serverConfigKind, serverKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

export const secretsVolumeUnknown = defineRule({
  code: "secrets/volume-unknown",
  severity: "error",
  over: "manifest set",
  summary: "A container mounts a volume that its pod does not have.",
  docs: {
    why: "A schema cannot compare the name of a volume mount with the names of the volumes. The API server rejects a Deployment with an unknown volume at once. The API server accepts a ServerConfig with an unknown volume, but then rejects the StatefulSet that the operator creates from the ServerConfig. A Server whose ServerConfig has an unknown volume gets no pods.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver, namespace: churn }
spec:
  podSpec:
    containers:
      - name: mlserver
        image: docker.io/seldonio/mlserver:1.7.1
        volumeMounts: [{ name: cachee, mountPath: /cache }]
    volumes: [{ name: cache, emptyDir: {} }]
`,
    valid: replaced("name: cachee", "name: cache"),
    fix: "Correct the name in volumeMounts, or add the volume under volumes or volumeClaimTemplates.",
  },
  *check(manifestSet) {
    for (const spec of podSpecs(manifestSet)) {
      // An override uses the volumes of the object that it is merged onto.
      if (spec.in.kind !== serverConfigKind && spec.in.kind.startsWith("mlops.seldon.io/")) continue;
      const known = volumesOf(spec, manifestSet);
      for (const { path, value, name } of containersOf(spec)) {
        for (const field of ["volumeMounts", "volumeDevices"]) {
          for (const [index, mount] of listAt(value, field).entries()) {
            const volume = textAt(mount, "name");
            if (volume === undefined || known.has(volume)) continue;
            yield {
              at: spec.in.at([...path, field, index, "name"], "value"),
              message: `unknown volume ${volume} in container ${name} of ${spec.in.object.kind} ${spec.in.name}`,
              hint: suggestion(volume, [...known]),
            };
          }
        }
      }
    }
  },
});

/** The volumes of the pod spec, those that are claimed for each replica, and those that a Server of the manifest set adds. */
function volumesOf(spec: PodSpec, manifestSet: ManifestSet): ReadonlySet<string> {
  const claims = listAt(spec.in.object, "spec", "volumeClaimTemplates");
  const names = [
    ...listAt(spec.value, "volumes").map((volume) => textAt(volume, "name")),
    ...claims.map((claim) => textAt(claim, "name") ?? textAt(claim, "metadata", "name")),
    ...(spec.in.kind === serverConfigKind
      ? manifestSet
          .of(serverKind)
          .flatMap(({ object }) => listAt(object, "spec", "podSpec", "volumes").map((volume) => textAt(volume, "name")))
      : []),
  ];
  return new Set(names.flatMap((name) => name ?? []));
}
