import { z } from "zod";
import { exampleOf, field, Name, SecretKey } from "./terms.ts";

/** The login of the runtimes with a password. */
const KafkaLogin = z.strictObject({
  mechanism: field(
    z.enum(["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"]),
    "How the brokers check the password.",
    "SCRAM-SHA-512",
  ).default("SCRAM-SHA-512"),
  username: field(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "it must contain only letters, digits, ., _ and -"),
    "Name of the user, the same for all tenants: Seldon (2.9.1) reads it from its settings for the whole cluster.",
    "seldon",
  ),
  passwordKey: field(SecretKey, "Key of the password in `clientSecret`.", "password").default("password"),
});

/** The Secrets in the namespace of a Seldon Core runtime with which it connects to Kafka by TLS. */
export const KafkaTls = z.strictObject({
  clientSecret: field(
    Name,
    "Secret with the certificate and the key of the user, and with the certificate of their authority as `ca.crt`. With `login`, a Secret with the password.",
    "seldon-kafka-client",
  ),
  certificate: field(SecretKey, "Key of the certificate in the Secret.", "user.crt").default("tls.crt"),
  key: field(SecretKey, "Key of the private key in the Secret.", "user.key").default("tls.key"),
  brokerSecret: field(
    Name,
    "Secret with the certificate of the authority of the brokers as `ca.crt`.",
    "seldon-kafka-broker",
  ),
  login: field(
    KafkaLogin,
    "Login with a name and a password instead of a certificate of the user.",
    exampleOf(KafkaLogin),
  ).optional(),
});
export type KafkaTls = z.infer<typeof KafkaTls>;

export const kafkaTlsExample = {
  clientSecret: "seldon-kafka-client",
  certificate: "user.crt",
  key: "user.key",
  brokerSecret: "seldon-kafka-broker",
} as const;
