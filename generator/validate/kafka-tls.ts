import { z } from "zod";
import { field, Name, SecretKey } from "./terms.ts";

/** The Secrets in the namespace of a Seldon Core runtime with which it connects to Kafka by TLS. */
export const KafkaTls = z.strictObject({
  clientSecret: field(
    Name,
    "Secret with the certificate and the key of the user, and with the certificate of their authority as `ca.crt`.",
    "seldon-kafka-client",
  ),
  certificate: field(SecretKey, "Key of the certificate in the Secret.", "user.crt").default("tls.crt"),
  key: field(SecretKey, "Key of the private key in the Secret.", "user.key").default("tls.key"),
  brokerSecret: field(
    Name,
    "Secret with the certificate of the authority of the brokers as `ca.crt`.",
    "seldon-kafka-broker",
  ),
});
export type KafkaTls = z.infer<typeof KafkaTls>;
