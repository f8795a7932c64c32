import { z } from "zod";
import { Cidr, field, PortNumber } from "./terms.ts";

/** An address without user, query and fragment. */
const HttpsAddress = z
  .string()
  .max(300)
  .regex(
    /^https:\/\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(\/[A-Za-z0-9._~-]+)*\/?$/,
    "it must be an address that begins with https://",
  );

export const TokenIssuer = z.strictObject({
  issuer: field(
    HttpsAddress,
    "The claim `iss` of its tokens, with the same spelling.",
    "https://sso.acme.test/realms/ml",
  ),
  keys: field(
    HttpsAddress,
    "Address of its public keys (JWKS), which the mesh fetches.",
    "https://sso.acme.test/realms/ml/protocol/openid-connect/certs",
  ),
  cidrs: field(z.array(Cidr).min(1).max(50), "Networks of that address, outside the cluster.", ["192.168.5.20/32"]),
  port: field(PortNumber, "Port of that address.", 443).default(443),
});
export type TokenIssuer = z.infer<typeof TokenIssuer>;
