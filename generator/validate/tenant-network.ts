import { z } from "zod";
import { Cidr, distinctItems, field, Line, Name, PortNumber, TenantName, TransportProtocol } from "./terms.ts";

export const TenantNetwork = z.strictObject({
  needs: field(distinctItems(z.array(Name).max(50)), "Services of the platform that this tenant's pods call.", [
    "mlflow",
  ]).default([]),
  callers: field(distinctItems(z.array(Name).max(50)), "Services of the platform that may call this tenant's models.", [
    "ingress",
  ]).default([]),
  tenants: field(
    z.strictObject({
      calls: field(
        distinctItems(z.array(TenantName).max(50)),
        "Tenants whose models this tenant calls. Each of these tenants must list this tenant under `calledBy`.",
        ["fraud-detection"],
      ).default([]),
      calledBy: field(
        distinctItems(z.array(TenantName).max(50)),
        "Tenants that may call this tenant's models. Each of these tenants must list this tenant under `calls`.",
        ["churn"],
      ).default([]),
    }),
    "Calls between tenants. The calling tenant and the called tenant must both declare the call.",
    { calls: ["fraud-detection"] },
  ).prefault({}),
  external: field(
    z.record(
      Name,
      z.strictObject({
        cidrs: field(distinctItems(z.array(Cidr).min(1).max(50)), "Networks outside the cluster.", ["203.0.113.0/24"]),
        ports: field(
          z
            .array(
              z.strictObject({
                port: field(PortNumber, "Port number, 1 to 65535.", 443),
                protocol: field(TransportProtocol, "Protocol of the port.", "TCP").default("TCP"),
              }),
            )
            .min(1)
            .max(20),
          "Ports of these networks, each written as a map.",
          [{ port: 443 }],
        ),
        why: field(Line, "Purpose of the connection, for the reviewer.", "Scores from the credit bureau"),
      }),
    ),
    "Destinations outside the cluster that this tenant's pods call.",
    { bureau: { cidrs: ["203.0.113.0/24"], ports: [{ port: 443 }], why: "Scores from the credit bureau" } },
  ).default({}),
});
