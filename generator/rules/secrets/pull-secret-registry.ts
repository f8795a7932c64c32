import { fixed } from "../../diagnostics/example.ts";
import { containersOf, type PodSource } from "../../evaluate/manifests/pods.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import type { Scene } from "../../evaluate/manifests/scene.ts";
import { defineRule, type Found } from "../rule.ts";
import { isOpen, openedBy, opens, pullSecretNames, registryOf } from "./registries.ts";

export const pullSecretRegistry = defineRule({
  code: "secrets/pull-secret-registry",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "A pod brings pull secrets, and none of them opens the registry of its image.",
  page: {
    why: "A kubelet looks for credentials by the host that the image names, letter by letter. A registry that answers under two names, an address and a host, is two registries to it: the pod has a pull secret, and its image is asked for without one.",
    wrong: `
apiVersion: v1
kind: Secret
metadata: { name: harbor, namespace: churn }
type: kubernetes.io/dockerconfigjson
stringData: { .dockerconfigjson: '{"auths": {"harbor.acme.test": {}}}' }
---
apiVersion: v1
kind: Pod
metadata: { name: training, namespace: churn }
spec:
  imagePullSecrets: [{ name: harbor }]
  containers: [{ name: training, image: "192.168.1.210/library/training:1.4" }]
`,
    right: fixed(`image: "192.168.1.210/library/training:1.4"`, `image: "harbor.acme.test/library/training:1.4"`),
    mend: "Name the image by the host that the secret is for, or add a pull secret for that host. Where nodes pull from that registry without a Secret, name it under openRegistries in platform.yaml.",
  },
  *check(scene) {
    const said = new Set<string>();
    for (const pod of scene.pods())
      for (const [place, one] of closed(scene, pod)) {
        if (said.has(place)) continue;
        said.add(place);
        yield one;
      }
  },
});

function* closed(scene: Scene, { namespace, spec, override }: PodSource): Iterable<readonly [string, Found]> {
  const specs = [spec, override].filter((one) => one !== undefined);
  const secrets = [...new Set(specs.flatMap(({ value }) => pullSecretNames(value)))];
  const opened = secrets.map((name) => openedBy(scene, namespace, name));
  // Of one that nobody described, nobody knows what it opens.
  if (secrets.length === 0 || opened.includes(undefined)) return;
  const hosts = opened.flatMap((one) => one ?? []);
  const byNodes = scene.around.platform?.spec.openRegistries ?? [];
  for (const container of specs.flatMap(containersOf)) {
    const image = textAt(container.value, "image") ?? "";
    const registry = registryOf(image);
    if (
      registry === undefined ||
      isOpen(registry) ||
      byNodes.includes(registry) ||
      hosts.some((host) => opens(host, registry))
    )
      continue;
    const { in: written } = container.spec;
    yield [
      `${written.kind}/${written.namespace}/${written.name}/${container.path.join("/")}`,
      {
        at: written.at([...container.path, "image"], "value"),
        message: `no pull secret of this pod opens ${registry}: ${secrets.join(", ")} open${secrets.length === 1 ? "s" : ""} ${hosts.join(", ")}`,
        hint: "A registry under two names needs two entries.",
      },
    ];
  }
}
