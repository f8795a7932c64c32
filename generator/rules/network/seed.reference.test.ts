import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { churnOnProduction, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkRules } from "./table.ts";

/** The document that this platform began with; its policy stood on a real cluster. */
const seed = referencePath("seeds/phase-11-scoped-operator-pattern.md");

describeReference(seed, "the policy of the seed", () => {
  const blocks = [...readFileSync(seed, "utf8").matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  const yaml = (): string => blocks.join("---\n");

  test("as it stands: closes nothing, selects nothing, and asks for names over UDP of everybody", () => {
    expect(blocks).toHaveLength(5);
    expect(messagesOf(yaml())).toEqual([
      "network/namespace-by-name: no namespace here carries a label name",
      "network/namespace-by-name: no namespace here carries a label name",
      "network/namespace-by-name: no namespace here carries a label name",
      "network/namespace-by-name: no namespace here carries a label name",
      "network/namespace-by-name: no namespace here carries a label name",
      "network/peer-everyone: everybody may be called: no to means everyone",
      "network/selects-no-pod: no pod of fraud-detection will have these labels",
      "network/default-deny-missing: no policy closes ingress and egress for every pod of fraud-detection: all that are made here are open",
      "network/dns-one-protocol: port 53 is open over UDP and not over TCP",
    ]);
  });

  const labelled = (): string =>
    yaml().replace(
      "  name: mlserver\n",
      "  name: mlserver\n  labels: { app.kubernetes.io/part-of: fraud-detection-system }\n",
    );

  test("on pods that it does select: an agent that cannot read its configuration, and exits", () => {
    const found = messagesOf(labelled());
    expect(found).not.toContainEqual(expect.stringContaining("selects-no-pod"));
    expect(found).toContain(
      "network/flow-closed: closed: server to the API server over TCP (it reads its configuration there), on the way out",
    );
  });

  test("with the labels that were put on the namespaces by hand: those that were forgotten stay closed", () => {
    const names = ["seldon-system", "mlflow", "minio", "istio-system"];
    const namespaces = names.map(
      (name) =>
        `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}${name === "istio-system" ? "" : `, labels: { name: ${name} }`} }\n`,
    );
    const { cluster, platform } = churnOnProduction();
    expect(
      messagesOf(labelled() + namespaces.join(""), { cluster, platform, namespaces: new Map([["ingress-nginx", {}]]) }),
    ).toContain("network/namespace-unknown: ingress-nginx does not have these labels");
  });
});

function messagesOf(yaml: string, around: Partial<ManifestContext> = {}): readonly string[] {
  return manifestSetFindings(manifestSetOf(yaml, around), networkRules).map(
    ({ diagnostic: { code, message } }) => `${code}: ${message}`,
  );
}
