import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { secretsPullSecretRegistry } from "./pull-secret-registry.ts";

const context = churnOnProduction("pullSecrets: { harbor: { registry: harbor.acme.test, from: manual } }");

const pod = (secrets: string, image: string, more = ""): string => `
apiVersion: v1
kind: Pod
metadata: { name: p, namespace: churn }
spec:
  imagePullSecrets: [${secrets}]
  containers: [{ name: c, image: "${image}" }]
${more}`;
const harbor = "{ name: harbor }";
const secret = (config: string): string => `---
apiVersion: v1
kind: Secret
metadata: { name: two, namespace: churn }
data: { .dockerconfigjson: ${Buffer.from(config).toString("base64")} }
`;

test.each([
  { name: "the same host", yaml: pod(harbor, "harbor.acme.test/ml/training:1"), found: [] },
  { name: "a public registry", yaml: pod(harbor, "seldonio/mlserver:1.7.1"), found: [] },
  {
    name: "a cloud's registry, which its nodes can pull from",
    yaml: pod(harbor, "123.dkr.ecr.eu-west-1.amazonaws.com/a:1"),
    found: [],
  },
  {
    name: "the same registry by its address",
    yaml: pod(harbor, "192.168.1.210/ml/training:1"),
    found: ["6:34 missing pull secret for registry 192.168.1.210: harbor is for harbor.acme.test"],
  },
  {
    name: "another port",
    yaml: pod(harbor, "harbor.acme.test:8443/ml/training:1"),
    found: ["6:34 missing pull secret for registry harbor.acme.test:8443: harbor is for harbor.acme.test"],
  },
  { name: "no pull secret: the node may have one", yaml: pod("", "192.168.1.210/ml/training:1"), found: [] },
  {
    name: "a pull secret that no file describes",
    yaml: pod(`${harbor}, { name: unknown }`, "192.168.1.210/ml/training:1"),
    found: [],
  },
  {
    name: "a second pull secret that is for the registry",
    yaml: pod(
      `${harbor}, { name: two }`,
      "192.168.1.210/a:1",
      secret('{"auths": {"https://192.168.1.210/v2/": {"auth": "x"}}}'),
    ),
    found: [],
  },
  {
    name: "an asterisk for a part of a host",
    yaml: pod("{ name: two }", "eu.acme.test/a:1", secret('{"auths": {"*.acme.test": {}}}')),
    found: [],
  },
  {
    name: "an asterisk for more than a part",
    yaml: pod("{ name: two }", "a.eu.acme.test/a:1", secret('{"auths": {"*.acme.test": {}}}')),
    found: ["6:34 missing pull secret for registry a.eu.acme.test: two is for *.acme.test"],
  },
  { name: "a pull secret with invalid JSON", yaml: pod("{ name: two }", "a.test/a:1", secret("{")), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsPullSecretRegistry, yaml, context)).toEqual(found);
});

test("an open registry of the platform needs no pull secret", () => {
  const { platform } = context;
  if (platform === undefined) throw new Error("there is no platform");
  const open = { ...platform, spec: { ...platform.spec, openRegistries: ["mirror.acme.test"] } };
  const yaml = pod(harbor, "mirror.acme.test/seldonio/mlserver:1.7.1");
  expect(findingsIn(secretsPullSecretRegistry, yaml, context)).toHaveLength(1);
  expect(findingsIn(secretsPullSecretRegistry, yaml, { ...context, platform: open })).toEqual([]);
});
