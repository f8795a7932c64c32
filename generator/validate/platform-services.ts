import { z } from "zod";
import { FurtherLabels, field, Name, PodLabels, PortNumber, TransportProtocol } from "./terms.ts";

export const PlatformNamespace = z.strictObject({
  labels: field(FurtherLabels, "Labels of the namespace.", {
    "pod-security.kubernetes.io/enforce": "restricted",
  }).default({}),
});

const ServicePort = z.strictObject({
  port: field(
    PortNumber,
    "The port that the pods listen on. Network policies do not apply to a Service's own port.",
    5000,
  ),
  protocol: field(TransportProtocol, "Protocol.", "TCP").default("TCP"),
});

export const PlatformService = z.strictObject({
  namespace: field(Name, "The namespace of the service's pods.", "mlflow"),
  pods: field(PodLabels, "Labels that select the service's pods.", { app: "mlflow" }),
  ports: field(
    z.array(ServicePort).max(20),
    "Ports that the service listens on. Empty for a service that tenants cannot call.",
    [{ port: 5000 }],
  ).default([]),
});
