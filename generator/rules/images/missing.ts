import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, podSpecs } from "../../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { serverConfigKind, serverKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const imagesMissing = defineRule({
  code: "images/missing",
  severity: "error",
  over: "manifest set",
  summary: "A container has no image.",
  docs: {
    why: "No schema requires an image, because a tool may add the image later. The API server accepts a ServerConfig without an image, and then rejects the StatefulSet that the operator creates from the ServerConfig. A patch with a wrong container name adds a container without an image.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver, namespace: churn }
spec:
  podSpec:
    containers:
      - { name: rclone, image: docker.io/seldonio/seldon-rclone:2.9.1 }
      - { name: agent, image: docker.io/seldonio/seldon-agent:2.9.1 }
      - { name: mlserver, image: docker.io/seldonio/mlserver:1.7.1 }
      - { name: ml-server, env: [{ name: MLSERVER_DEBUG, value: "true" }] }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver, namespace: churn }
spec:
  podSpec:
    containers:
      - { name: rclone, image: docker.io/seldonio/seldon-rclone:2.9.1 }
      - { name: agent, image: docker.io/seldonio/seldon-agent:2.9.1 }
      - { name: mlserver, image: docker.io/seldonio/mlserver:1.7.1, env: [{ name: MLSERVER_DEBUG, value: "true" }] }
`,
    fix: "Set the container's image, or correct the container's name.",
  },
  *check(manifestSet) {
    for (const spec of podSpecs(manifestSet)) {
      // An override uses the image of the object that it is merged onto.
      const base = spec.in.kind === serverConfigKind || !spec.in.kind.startsWith("mlops.seldon.io/");
      if (!base) continue;
      for (const { path, value, name, kind } of containersOf(spec)) {
        if ((textAt(value, "image") ?? "") !== "" || kind === "ephemeralContainers") continue;
        if (spec.in.kind === serverConfigKind && broughtByServer(manifestSet, name)) continue;
        yield {
          at: spec.in.at([...path, "name"], "value"),
          message: `missing image of container ${name} in ${spec.in.object.kind} ${spec.in.name}`,
          hint: `The API server rejects a pod template if a container has no image. Other containers: ${others(spec.value, kind, name)}.`,
        };
      }
    }
  },
});

function broughtByServer(manifestSet: ManifestSet, container: string): boolean {
  return manifestSet
    .of(serverKind)
    .some(({ object }) =>
      listAt(object, "spec", "podSpec", "containers").some(
        (candidate) => textAt(candidate, "name") === container && (textAt(candidate, "image") ?? "") !== "",
      ),
    );
}

function others(spec: unknown, kind: string, name: string): string {
  const names = listAt(spec, kind).flatMap((value) => textAt(value, "name") ?? []);
  return names.filter((candidate) => candidate !== name).join(", ") || "none";
}
