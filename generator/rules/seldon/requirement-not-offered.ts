import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { textsAt } from "../../evaluate/manifests/reading.ts";
import type { ModelNeed, ServerCapacity } from "../../evaluate/seldon/placement.ts";
import { modelKind } from "../../models/kinds.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { placementOf, placementsByNamespace } from "./servers.ts";

export const seldonRequirementNotOffered = defineRule({
  code: "seldon/requirement-not-offered",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "No single Server offers all requirements of a Model under exactly the same names.",
  docs: {
    why: "The scheduler places a Model only on a Server whose capabilities include every requirement of the Model, with exactly the same spelling. Seldon never loads a Model without a matching Server. The Model's status shows that no matching server is available, but not which requirement is missing.",
    invalid: `
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
    valid: replaced("requirements: [scikit-learn]", "requirements: [sklearn]"),
    fix: "Require only capabilities that a Server offers, or add the missing capability to a Server. If a Server sets capabilities, they replace the capabilities of its ServerConfig.",
  },
  *check(model, manifestSet) {
    const placement = placementOf(manifestSet, model);
    if (placement === undefined || placement.on.length > 0) return;
    const lacking = [...placement.not].flatMap(([server, obstacle]) =>
      obstacle.kind === "requirements" ? [{ server, missing: obstacle.missing }] : [],
    );
    // Other rules report the other obstacles.
    if (
      lacking.length === 0 ||
      [...placement.not.values()].some(({ kind }) => kind === "replicas" || kind === "memory")
    )
      return;
    const offers = placementsByNamespace(manifestSet).get(model.namespace ?? "")?.offers ?? [];
    const candidates = offers.filter(({ name }) => lacking.some(({ server }) => server === name));
    const offered = [...new Set(candidates.flatMap(({ capabilities }) => capabilities ?? []))];
    const [nowhere] = placement.model.requirements.filter((requirement) => !offered.includes(requirement.trim()));
    yield nowhere === undefined
      ? offeredSeparatelyFinding(model, placement.model, lacking)
      : placement.model.server !== undefined &&
          offers.some(({ capabilities }) => capabilities?.includes(nowhere.trim()))
        ? missingOnServer(model, placement.model, placement.model.server, nowhere, offers)
        : missingEverywhere(model, placement.model, nowhere, candidates);
  },
});

/** The finding where none of the Servers that the Model may use offers the requirement. */
function missingEverywhere(
  model: Manifest,
  { requirements }: ModelNeed,
  wrong: string,
  offers: readonly ServerCapacity[],
): RuleFinding {
  const index = textsAt(model.object, "spec", "requirements").indexOf(wrong);
  const free = offers
    .flatMap(({ capabilities = [] }) => capabilities)
    .filter((candidate) => !requirements.includes(candidate));
  const meant = nearest(alias(wrong), free);
  // The Server may have the alias, and the Model the correct name.
  const misspelt = offers.flatMap(({ name, capabilities = [] }) =>
    capabilities
      .filter((capability) => capability !== wrong && alias(capability) === wrong)
      .map((capability) => ({ name, capability })),
  );
  return {
    at: model.at(index < 0 ? ["spec", "requirements"] : ["spec", "requirements", index], "value"),
    message: `unknown requirement ${wrong} of Model ${model.name}: no Server of ${describeNamespace(model.namespace)} offers it`,
    hint: [
      ...(meant === undefined ? [] : [didYouMean(meant)]),
      ...misspelt
        .slice(0, 1)
        .map(({ name, capability }) => `In Server ${name}, replace the capability ${capability} with ${wrong}.`),
      ...offers.slice(0, 4).map(({ name, capabilities = [] }) => `Server ${name} offers ${capabilities.join(", ")}.`),
    ].join(" "),
    fix: alias(wrong) !== wrong ? meant : undefined,
  };
}

/** The finding where the Server that the Model names does not offer the requirement, and another Server does. */
function missingOnServer(
  model: Manifest,
  { requirements }: ModelNeed,
  server: string,
  wrong: string,
  offers: readonly ServerCapacity[],
): RuleFinding {
  const whole = offers.find(({ capabilities }) =>
    requirements.every((requirement) => capabilities?.includes(requirement.trim())),
  );
  const capabilities = offers.find(({ name }) => name === server)?.capabilities ?? [];
  return {
    at: model.at(["spec", "server"], "value"),
    message: `missing capability ${wrong} of Server ${server}: Model ${model.name} requires it`,
    hint:
      whole === undefined
        ? `Server ${server} offers ${capabilities.join(", ")}.`
        : `Server ${whole.name} offers all requirements of Model ${model.name}. Set server: ${whole.name}, or remove server.`,
  };
}

/** The finding where each requirement is offered, but not all of them by one Server. */
function offeredSeparatelyFinding(
  model: Manifest,
  { requirements }: ModelNeed,
  lacking: readonly { readonly server: string; readonly missing: readonly string[] }[],
): RuleFinding {
  const index = textsAt(model.object, "spec", "requirements").indexOf(lacking[0]?.missing[0] ?? "");
  const each = lacking.slice(0, 4).map(({ server, missing }) => `Server ${server} lacks ${missing.join(", ")}.`);
  return {
    at: model.at(index < 0 ? ["spec", "requirements"] : ["spec", "requirements", index], "value"),
    message: `missing Server for Model ${model.name}: no single Server of ${describeNamespace(model.namespace)} offers all of ${requirements.join(", ")}`,
    hint: each.join(" "),
  };
}

/** Names that other tools have for Seldon's capabilities. */
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
