import { nearest } from "../../../diagnostics/nearest.ts";
import { namespaceWords } from "../../manifests/manifest.ts";
import { textsAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { modelKind } from "./graph.ts";
import { placedIn, placementOf } from "./servers.ts";

export const requirementNotOffered = defineRule({
  code: "seldon/requirement-not-offered",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "Everything that a Model requires is offered by one Server, by exactly that name.",
  page: {
    why: "The scheduler compares requirements with a Server's capabilities letter by letter, and wants all of them from one Server. A Model that no Server suits is never loaded: its status says that no matching server is available, and nothing says which name is wrong.",
    wrong: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, capabilities: [mlserver, sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [scikit-learn] }
`,
    right: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, capabilities: [mlserver, sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn] }
`,
    mend: "Require what a Server offers, or add the capability to a Server: capabilities replaces the list of its ServerConfig.",
  },
  *check(model, scene) {
    const placement = placementOf(scene, model);
    if (placement === undefined || placement.on.length > 0) return;
    const lacking = [...placement.not].flatMap(([server, obstacle]) =>
      obstacle.kind === "requirements" ? [{ server, missing: obstacle.missing }] : [],
    );
    // Another obstacle than this one is another rule's.
    if (
      lacking.length === 0 ||
      [...placement.not.values()].some(({ kind }) => kind === "replicas" || kind === "memory")
    )
      return;
    const offers = placedIn(scene).get(model.namespace ?? "")?.offers ?? [];
    const offered = [...new Set(offers.flatMap(({ capabilities }) => capabilities ?? []))];
    const nowhere = placement.model.requirements.filter((one) => !offered.includes(one.trim()));
    const wrong = nowhere[0] ?? lacking[0]?.missing[0] ?? "";
    const index = textsAt(model.object, "spec", "requirements").indexOf(wrong);
    const meant = offered.find((one) => alias(one) === alias(wrong)) ?? nearest(wrong, offered);
    yield {
      at: model.at(index < 0 ? ["spec", "requirements"] : ["spec", "requirements", index], "value"),
      message:
        nowhere.length > 0
          ? `no Server of ${namespaceWords(model.namespace)} offers ${wrong}`
          : `no one Server of ${namespaceWords(model.namespace)} offers all of ${placement.model.requirements.join(", ")}`,
      hint: [
        ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
        ...offers.slice(0, 4).map(({ name, capabilities = [] }) => `Server ${name} offers ${capabilities.join(", ")}.`),
      ].join(" "),
      mend: nowhere.length > 0 && alias(meant ?? "") === alias(wrong) ? meant : undefined,
    };
  },
});

/** What other tools call Seldon's capabilities. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["scikit-learn", "sklearn"],
  ["scikit_learn", "sklearn"],
  ["torch", "pytorch"],
  ["tf", "tensorflow"],
  ["xgb", "xgboost"],
  ["hf", "huggingface"],
  ["transformers", "huggingface"],
  ["lgbm", "lightgbm"],
]);

function alias(name: string): string {
  return aliases.get(name.toLowerCase()) ?? name;
}
