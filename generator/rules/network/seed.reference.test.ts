import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { churnOnProduction, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkRules } from "./table.ts";

/** The first document of this platform. Its policy was on a real cluster. */
const seed = referencePath("seeds/phase-11-scoped-operator-pattern.md");

describeReference(seed, "the policy of the first document", () => {
  const blocks = [...readFileSync(seed, "utf8").matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  const yaml = (): string => blocks.join("---\n");

  test("the original policy closes nothing, selects no pods, and opens DNS over UDP only, to all peers", () => {
    expect(blocks).toHaveLength(5);
    expect(messagesOf(yaml())).toEqual([
      "network/namespace-by-name: unknown namespace label name: no declared namespace has it",
      "network/namespace-by-name: unknown namespace label name: no declared namespace has it",
      "network/namespace-by-name: unknown namespace label name: no declared namespace has it",
      "network/namespace-by-name: unknown namespace label name: no declared namespace has it",
      "network/namespace-by-name: unknown namespace label name: no declared namespace has it",
      "network/peer-everyone: missing peers under to: the rule allows every destination",
      "network/selects-no-pod: invalid selector: no pod in fraud-detection will have these labels",
      "network/default-deny-missing: missing default-deny policy for ingress and egress in fraud-detection: all pods are open",
      "network/dns-one-protocol: missing protocol TCP for port 53: it is open over UDP only",
    ]);
  });

  const labelled = (): string =>
    yaml().replace(
      "  name: mlserver\n",
      "  name: mlserver\n  labels: { app.kubernetes.io/part-of: fraud-detection-system }\n",
    );

  test("with pods that the policy selects, the agent's closed flow to the API server is reported", () => {
    const found = messagesOf(labelled());
    expect(found).not.toContainEqual(expect.stringContaining("selects-no-pod"));
    expect(found).toContain(
      "network/flow-closed: closed flow: server to the API server over TCP, egress of server (reads its configuration)",
    );
  });

  test("with hand-written namespace labels, a namespace without the label is reported", () => {
    const names = ["seldon-system", "mlflow", "minio", "istio-system"];
    const namespaces = names.map(
      (name) =>
        `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}${name === "istio-system" ? "" : `, labels: { name: ${name} }`} }\n`,
    );
    const { cluster, platform } = churnOnProduction();
    expect(
      messagesOf(labelled() + namespaces.join(""), { cluster, platform, namespaces: new Map([["ingress-nginx", {}]]) }),
    ).toContain(
      "network/namespace-unknown: invalid namespaceSelector: namespace ingress-nginx does not have these labels",
    );
  });
});

function messagesOf(yaml: string, around: Partial<ManifestContext> = {}): readonly string[] {
  return manifestSetFindings(manifestSetOf(yaml, around), networkRules).map(
    ({ diagnostic: { code, message } }) => `${code}: ${message}`,
  );
}
