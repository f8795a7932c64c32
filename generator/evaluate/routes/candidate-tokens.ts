import { listAt, textAt, textsAt } from "../manifests/reading.ts";
import type { PodPolicies } from "./policies.ts";
import type { PolicyRule } from "./policy-rules.ts";
import type { Token } from "./request.ts";

/**
 * The tokens that can make a difference for a host: of each issuer without audiences, with each audience that a rule for the host
 * names, and with all audiences that the rules require together.
 */
export function candidateTokens({ jwtRules, denying, allowing }: PodPolicies, host: string): readonly Token[] {
  const [denials, allowances] = [denying.of(host), allowing.of(host)];
  const accepted = jwtRules.flatMap((rule) => rule.audiences);
  const wanted = [...audiencesOf(denials, "notValues"), ...audiencesOf(allowances, "values"), ...accepted];
  const unwanted = [...audiencesOf(denials, "values"), ...audiencesOf(allowances, "notValues")];
  const single = [...new Set([...wanted, ...unwanted])];
  const together = [...new Set(wanted)].filter((audience) => !unwanted.includes(audience));
  const sets = [[], ...single.map((audience) => [audience]), ...(together.length < 2 ? [] : [together])];
  const issuers = [...new Set(jwtRules.map(({ issuer }) => issuer))];
  return issuers.flatMap((issuer) => sets.map((audiences) => ({ issuer, audiences })));
}

function audiencesOf(rules: readonly PolicyRule[], field: "values" | "notValues"): readonly string[] {
  return rules
    .flatMap(({ rule }) => listAt(rule, "when"))
    .filter((condition) => textAt(condition, "key") === "request.auth.audiences")
    .flatMap((condition) => textsAt(condition, field));
}
