import { replaced } from "../../diagnostics/example.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { containersOf, type PodSource } from "../../evaluate/manifests/pods.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { isPublicRegistry, pullSecretNames, pullSecretOpens, registriesOpenedBy, registryOf } from "./registries.ts";

export const secretsPullSecretRegistry = defineRule({
  code: "secrets/pull-secret-registry",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "A pod brings pull secrets, and none of them opens the registry of its image.",
  docs: {
    why: "A kubelet looks for credentials by the host that the image names, letter by letter. A registry that answers under two names, an address and a host, is two registries to it: the pod has a pull secret, and its image is asked for without one.",
    invalid: `
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
    valid: replaced(`image: "192.168.1.210/library/training:1.4"`, `image: "harbor.acme.test/library/training:1.4"`),
    fix: "Name the image by the host that the secret is for, or add a pull secret for that host. Where nodes pull from that registry without a Secret, name it under openRegistries in platform.yaml.",
  },
  *check(manifestSet) {
    const messages = new Set<string>();
    for (const pod of manifestSet.pods())
      for (const [place, finding] of closed(manifestSet, pod)) {
        if (messages.has(place)) continue;
        messages.add(place);
        yield finding;
      }
  },
});

function* closed(
  manifestSet: ManifestSet,
  { namespace, spec, override }: PodSource,
): Iterable<readonly [string, RuleFinding]> {
  const specs = [spec, override].filter((candidate) => candidate !== undefined);
  const secrets = [...new Set(specs.flatMap(({ value }) => pullSecretNames(value)))];
  const opened = secrets.map((name) => registriesOpenedBy(manifestSet, namespace, name));
  // Of one that nobody described, nobody knows what it opens.
  if (secrets.length === 0 || opened.includes(undefined)) return;
  const hosts = opened.flatMap((item) => item ?? []);
  const byNodes = manifestSet.context.platform?.spec.openRegistries ?? [];
  for (const container of specs.flatMap(containersOf)) {
    const image = textAt(container.value, "image") ?? "";
    const registry = registryOf(image);
    if (
      registry === undefined ||
      isPublicRegistry(registry) ||
      byNodes.includes(registry) ||
      hosts.some((host) => pullSecretOpens(host, registry))
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
