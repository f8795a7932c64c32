import { expect, test } from "vitest";
import { manifestOf } from "../../evaluate/manifests/manifest.ts";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { builtSample, renderedManifests } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { gitopsApplicationMissing } from "./application-missing.ts";

const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: churn }\n";
const namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: churn }\n";

test("a tenant without its Namespace is reported", () => {
  expect(findingsIn(gitopsApplicationMissing, map + namespace, churnOnProduction())).toEqual([]);
  expect(findingsIn(gitopsApplicationMissing, map, churnOnProduction())).toEqual(["3:19 missing Namespace churn"]);
  expect(findingsIn(gitopsApplicationMissing, map)).toEqual([]);
});

test("rendered objects without their Application are reported", async () => {
  const [rendered] = renderedManifests(await builtSample()).filter(({ tenant }) => tenant?.name === "churn");
  if (rendered === undefined) throw new Error("missing rendered manifests of churn");
  const { manifestSet, cluster } = rendered;
  const owned = manifestSet.manifests.map((manifest) =>
    manifestOf(manifest.object, manifest.at, { application: `${cluster.name}.churn.guardrails`, tenant: "churn" }),
  );
  const messagesOf = (manifests: typeof owned): readonly string[] =>
    [...gitopsApplicationMissing.check(new ManifestSet(manifests, manifestSet.context))].map(({ message }) => message);
  expect(messagesOf(owned)).toEqual([]);
  const without = owned.filter(({ object }) => object.kind !== "Application");
  expect(messagesOf(without)).toEqual([
    expect.stringMatching(/^missing Application .*guardrails: .* deploys CiliumNetworkPolicy .*$/),
  ]);
});
