import { z } from "zod";
import { Cidr, field, Name, PortNumber } from "./terms.ts";

/** Both programs that the shipped add-ons contain treat these two alike. Neither can check a private authority. */
export const DatabaseTls = z.enum(["require", "disable"]);

/** The database of the platform's add-ons: a server of PostgreSQL that no add-on of this cluster installs. */
export const PlatformDatabase = z
  .strictObject({
    host: field(
      z
        .string()
        .max(253)
        .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "it must be a host name or an IPv4 address"),
      "Host name of the server. Every add-on has its own database and its own login there.",
      "postgres.acme.test",
    ),
    port: field(PortNumber, "Port of the server. With `service`, the port that its pods listen on.", 5432).default(
      5432,
    ),
    tls: field(
      DatabaseTls,
      "Whether clients encrypt their connections. `require` does not verify the server's certificate.",
      "require",
    ).default("require"),
    cidrs: field(z.array(Cidr).min(1).max(50), "Networks of the server, if it is outside the cluster.", [
      "192.168.5.0/28",
    ]).optional(),
    service: field(Name, "The platform service of the server, if it is in the cluster.", "postgres").optional(),
  })
  .superRefine(({ cidrs, service }, context) => {
    if ((cidrs === undefined) !== (service === undefined)) return;
    context.addIssue({
      code: "custom",
      message: cidrs === undefined ? "it needs cidrs or service" : "it has cidrs and service",
      params: { hint: "Set cidrs for a server outside the cluster, and service for pods in the cluster." },
    });
  });
export type PlatformDatabase = z.infer<typeof PlatformDatabase>;
