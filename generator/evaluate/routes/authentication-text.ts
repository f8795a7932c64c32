import type { Authentication } from "./authentication.ts";

/** The proofs that requests need, as the end of a sentence. */
export function authenticationText({ clientCertificate, tokens }: Authentication): string {
  const issuers = Map.groupBy(tokens, ({ issuer }) => issuer);
  const texts = [...issuers].map(([issuer, own]) => {
    const audiences = [...new Set(own.flatMap((token) => token.audiences))];
    return audiences.length === 0 ? issuer : `${issuer} for ${audiences.join(" or ")}`;
  });
  const proofs = [
    ...(clientCertificate ? ["with a client certificate"] : []),
    ...(texts.length === 0 ? [] : [`with a token of ${texts.join(" or ")}`]),
  ];
  return proofs.length === 0 ? "without authentication" : proofs.join(" and ");
}
