import { z } from "zod";
import { Cidr, field, IpAddress, Name, PodLabels, PortNumber } from "./terms.ts";

const Domain = z
  .string()
  .max(190)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "it must be a domain in lower case");

const CertificateName = z
  .string()
  .max(253)
  .regex(
    /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    "it must be a host name in lower case, or *. and a domain",
  );

const DnsService = z.strictObject({
  namespace: field(Name, "Namespace of the cluster's DNS.", "kube-system"),
  pods: field(PodLabels, "Labels that select the pods of the cluster's DNS.", { "k8s-app": "kube-dns" }),
  port: field(PortNumber, "The port that the pods of the cluster's DNS listen on, UDP and TCP.", 53).default(53),
  domain: field(
    z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "it must be a domain"),
    "The DNS domain of Services.",
    "cluster.local",
  ).default("cluster.local"),
  nodeLocal: field(IpAddress, "Address of NodeLocal DNSCache, if the cluster uses it.", "169.254.20.10").optional(),
});

const RouteCertificates = z
  .strictObject({
    issuer: field(
      Name,
      "ClusterIssuer of cert-manager, which issues one certificate for each tenant.",
      "acme-ca",
    ).optional(),
    secret: field(
      Name,
      "Secret in the gateway's namespace, with a certificate for the hosts of all tenants. A person or a secret store creates it.",
      "models-tls",
    ).optional(),
    names: field(
      z.array(CertificateName).min(1).max(50),
      "Names in the certificate of `secret`. `*` stands for one label. The default is `*.<domain>`.",
      ["*.models.acme.test"],
    ).optional(),
  })
  .superRefine(({ issuer, secret, names }, context) => {
    if ((issuer === undefined) === (secret === undefined))
      context.addIssue({ code: "custom", message: "it must have issuer or secret" });
    else if (names !== undefined && secret === undefined)
      context.addIssue({ code: "custom", path: ["names"], message: "names without secret has no effect" });
  });

/** The network of a cluster, and the hosts and certificates of its tenants' routes. */
export const ClusterNetwork = z.strictObject({
  cni: field(z.enum(["calico", "cilium"]), "The CNI that enforces network policies.", "calico"),
  podCIDRs: field(z.array(Cidr).min(1), "Addresses of pods.", ["10.42.0.0/16"]),
  serviceCIDRs: field(z.array(Cidr).min(1), "Addresses of Services.", ["10.43.0.0/16"]),
  nodeCIDRs: field(z.array(Cidr).min(1), "Addresses of nodes.", ["192.168.1.0/24"]),
  apiServer: field(
    z.strictObject({
      endpoints: field(z.array(Cidr).min(1), "Addresses of the API server itself, not of its Service.", [
        "192.168.1.10/32",
      ]),
      port: field(PortNumber, "The port of the API server at these addresses.", 6443),
    }),
    "The API server's own endpoints. `kubectl get endpointslices kubernetes` shows these endpoints.",
    { endpoints: ["192.168.1.10/32"], port: 6443 },
  ),
  dns: field(DnsService, "The cluster's DNS.", { namespace: "kube-system", pods: { "k8s-app": "kube-dns" } }),
  domain: field(
    Domain,
    "Domain of the tenants' routes. Hosts of a tenant's routes must be `<tenant>.<domain>` or a subdomain of `<tenant>.<domain>`. Without a domain, tenants have no routes.",
    "models.acme.test",
  ).optional(),
  certificates: field(RouteCertificates, "The certificates of the tenants' routes. Required for routes.", {
    issuer: "acme-ca",
  }).optional(),
  loadBalancerPools: field(
    z.record(Name, z.array(Cidr).min(1).max(50)),
    "MetalLB address pools for tenants' load balancers, each with its networks. Without pools, tenants have no load balancers.",
    { tenants: ["192.168.1.208/28"] },
  ).default({}),
});
