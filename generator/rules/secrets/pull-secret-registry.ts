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
  over: "manifest set",
  summary: "No pull secret of a pod matches the registry of the pod's image.",
  docs: {
    why: "The kubelet uses a pull secret only for images whose registry matches a host in the pull secret. The host can contain wildcards. The kubelet treats the host name and the IP address of a registry as two registries: if the image contains the IP address, the kubelet ignores a pull secret for the host name.",
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
    fix: "Use the host of the pull secret in the image, or add a pull secret for the image's host. If nodes can pull from the registry without a Secret, add the registry to openRegistries in platform.yaml.",
  },
  *check(manifestSet) {
    const reported = new Set<string>();
    for (const pod of manifestSet.pods())
      for (const [place, finding] of withoutCredentials(manifestSet, pod)) {
        if (reported.has(place)) continue;
        reported.add(place);
        yield finding;
      }
  },
});

function* withoutCredentials(
  manifestSet: ManifestSet,
  { namespace, spec, override }: PodSource,
): Iterable<readonly [string, RuleFinding]> {
  const specs = [spec, override].filter((candidate) => candidate !== undefined);
  const secrets = [...new Set(specs.flatMap(({ value }) => pullSecretNames(value)))];
  const opened = secrets.map((name) => registriesOpenedBy(manifestSet, namespace, name));
  // If no file describes a pull secret, its registries are unknown.
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
        message: `missing pull secret for registry ${registry}: ${secrets.join(", ")} ${secrets.length === 1 ? "is" : "are"} for ${hosts.join(", ")}`,
        hint: "For a registry with two names, add two entries to the pull secret.",
      },
    ];
  }
}
