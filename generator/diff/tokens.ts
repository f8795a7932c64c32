import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { kindName, requestAuthenticationKind } from "../models/kinds.ts";
import type { Change } from "../plan/change.ts";
import type { Statement } from "./statement.ts";

/** Token issuers whose keys change: the owner of the new keys can sign tokens for all routes that require this issuer. */
export function tokenStatements(changes: readonly Change[]): readonly Statement[] {
  return changes.flatMap(({ cluster, ref, before, after }): readonly Statement[] => {
    if (kindName(ref) !== requestAuthenticationKind || before === undefined || after === undefined) return [];
    const was = new Map(keysIn(before));
    return keysIn(after)
      .filter(([issuer, keys]) => was.has(issuer) && was.get(issuer) !== keys)
      .map(([issuer, keys]) => ({
        topic: "routes",
        risk: "high",
        cluster,
        tenant: undefined,
        about: `tokens of ${issuer}`,
        message: `are verified with the keys of ${keys} instead of ${was.get(issuer)}`,
        widens: true,
        headline: `verifies tokens of ${issuer} with other keys`,
      }));
  });
}

/** The address of the keys, or the keys themselves, by issuer. */
function keysIn(object: unknown): readonly (readonly [string, string])[] {
  return listAt(object, "spec", "jwtRules").map((rule) => [
    textAt(rule, "issuer") ?? "",
    textAt(rule, "jwksUri") ?? textAt(rule, "jwks") ?? "",
  ]);
}
