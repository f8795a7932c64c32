import { generateKeyPairSync, sign } from "node:crypto";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import type { Token } from "../../evaluate/routes/request.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { typed } from "./envoy-config.ts";

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const http = "envoy.extensions.filters.http";

/** Signs a token with the key of all issuers. */
export function signed({ issuer, audiences }: Token): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "ES256", kid: "test" })}.${part({ iss: issuer, sub: "client", aud: audiences })}`;
  const signature = sign("sha256", Buffer.from(text), { key: keys.privateKey, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

/** The filters that istiod writes for RequestAuthentications and AuthorizationPolicies that deny. */
export function policyFilters(objects: readonly KubernetesObject[]): readonly unknown[] {
  const jwks = JSON.stringify({ keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "test", alg: "ES256" }] });
  const rules = objects
    .filter(({ kind }) => kind === "RequestAuthentication")
    .flatMap((object) => listAt(object, "spec", "jwtRules"));
  const providers = rules.map((rule, index) => [
    `provider-${index}`,
    {
      issuer: textAt(rule, "issuer"),
      audiences: textsAt(rule, "audiences"),
      local_jwks: { inline_string: jwks },
      payload_in_metadata: "payload",
    },
  ]);
  const required = [...providers.map(([name]) => ({ provider_name: name })), { allow_missing: {} }];
  const denying = objects.filter((object) => textAt(object, "spec", "action") === "DENY");
  return [
    typed("envoy.filters.http.jwt_authn", `${http}.jwt_authn.v3.JwtAuthentication`, {
      providers: Object.fromEntries(providers),
      rules: [{ match: { prefix: "/" }, requires: { requires_any: { requirements: required } } }],
    }),
    typed("envoy.filters.http.rbac", `${http}.rbac.v3.RBAC`, {
      rules: {
        action: "DENY",
        policies: Object.fromEntries(
          denying.flatMap((object) =>
            listAt(object, "spec", "rules").map((rule, index) => [`${object.metadata?.name}-${index}`, policyOf(rule)]),
          ),
        ),
      },
    }),
  ];
}

/** A rule: hosts, and a principal, an issuer or an audience that the request must have. */
function policyOf(rule: unknown): unknown {
  const hosts = textsAt(listAt(rule, "to")[0], "operation", "hosts");
  const principals = textsAt(listAt(rule, "from")[0], "source", "notRequestPrincipals");
  const absent = [
    ...principals.map((value) =>
      metadata("iss", {
        string_match: value === "*" ? { safe_regex: { regex: ".+" } } : { exact: value.replace("/*", "") },
      }),
    ),
    ...listAt(rule, "when").map((condition) => claimOf(condition)),
  ];
  return {
    permissions: hosts.map((host) => ({
      header: {
        name: ":authority",
        string_match: host.endsWith("*")
          ? { prefix: host.slice(0, -1), ignore_case: true }
          : { exact: host, ignore_case: true },
      },
    })),
    principals: [{ and_ids: { ids: absent.map((id) => ({ not_id: id })) } }],
  };
}

/** A claim with one of some values: a text, or a list that contains a value. */
function claimOf(condition: unknown): unknown {
  const values = textsAt(condition, "notValues").map((exact) => ({ string_match: { exact } }));
  const claim = textAt(condition, "key") === "request.auth.audiences" ? "aud" : "iss";
  return {
    or_ids: {
      ids: values.flatMap((value) => [metadata(claim, value), metadata(claim, { list_match: { one_of: value } })]),
    },
  };
}

function metadata(claim: string, value: object): unknown {
  return {
    metadata: { filter: "envoy.filters.http.jwt_authn", path: [{ key: "payload" }, { key: claim }], value },
  };
}
