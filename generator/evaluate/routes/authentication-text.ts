import type { Authentication } from "./authentication.ts";
import type { Token } from "./request.ts";

/** The proofs that requests need, as the end of a sentence. */
export function authenticationText({ clientCertificate, tokens }: Authentication): string {
  const issuers = Map.groupBy(tokens, ({ issuer }) => issuer);
  const texts = [...issuers].map(([issuer, own]) => {
    const audiences = new Set(own.filter((token) => token.audiences.length > 0).map(audiencesText));
    return audiences.size === 0 ? issuer : `${issuer} for ${[...audiences].join(" or ")}`;
  });
  const proofs = [
    ...(clientCertificate.length === 0 ? [] : [`with a client certificate of ${clientCertificate.join(" or ")}`]),
    ...(texts.length === 0 ? [] : [`with a token of ${texts.join(" or ")}`]),
  ];
  return proofs.length === 0 ? "without authentication" : proofs.join(" and ");
}

function audiencesText({ audiences }: Token): string {
  return audiences.join(" and ");
}
