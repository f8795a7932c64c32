import type { AdmissionCase } from "./case.ts";

const service = (spec: string, annotations = "", name = "s"): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}${annotations === "" ? "" : `, annotations: { ${annotations} }`} }
spec: { ${spec} }
`;
const ports = "selector: { app: a }, ports: [{ port: 80 }]";
const balancer = (more = "", annotations = ""): string =>
  service(`type: LoadBalancer, ${ports}${more === "" ? "" : `, ${more}`}`, annotations);
const mesh = (name: string, of: string): string => service(`type: ExternalName, externalName: ${of}`, "", name);

export const serviceCases: readonly AdmissionCase[] = [
  { name: "ClusterIP", object: service(`type: ClusterIP, ${ports}`), admitted: true },
  { name: "no type", object: service(ports), admitted: true },
  { name: "headless", object: service(`clusterIP: None, ${ports}`), admitted: true },
  { name: "NodePort", object: service(`type: NodePort, ${ports}`), admitted: false },
  {
    name: "a NodePort Service written by Seldon's operator",
    as: "operator",
    object: service(`type: NodePort, ${ports}`),
    admitted: false,
  },
  {
    name: "a Service that changes to NodePort",
    before: service(`type: ClusterIP, ${ports}`, "", "opened"),
    object: service(`type: NodePort, ${ports}`, "", "opened"),
    admitted: false,
  },
  {
    name: "a label on an existing NodePort Service",
    before: service(`type: NodePort, ${ports}`, "", "was-open"),
    object: service(`type: NodePort, ${ports}`, "", "was-open").replace(
      "name: was-open",
      "name: was-open, labels: { a: b }",
    ),
    admitted: true,
    inClusterOnly: "the admission policy does not check unchanged fields again, but the rules check every file",
  },
  { name: "externalIPs", object: service(`${ports}, externalIPs: [192.168.1.10]`), admitted: false },
  { name: "a load balancer without an address or pool", object: balancer(), admitted: true },
  { name: "the pool of tenants", object: balancer("", "metallb.io/address-pool: tenants"), admitted: true },
  {
    name: "the pool of tenants with MetalLB's old prefix",
    object: balancer("", "metallb.universe.tf/address-pool: tenants"),
    admitted: true,
  },
  { name: "another pool", object: balancer("", "metallb.io/address-pool: infrastructure"), admitted: false },
  {
    name: "another pool with the old prefix",
    object: balancer("", "metallb.universe.tf/address-pool: infrastructure"),
    admitted: false,
  },
  {
    name: "both prefixes, of which the new one applies",
    object: balancer("", "metallb.io/address-pool: tenants, metallb.universe.tf/address-pool: infrastructure"),
    admitted: true,
  },
  {
    name: "an address of the pool",
    object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.210"),
    admitted: true,
  },
  {
    name: "the last address of the pool",
    object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.223"),
    admitted: true,
  },
  {
    name: "the address after the pool",
    object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.224"),
    admitted: false,
  },
  {
    name: "two addresses, one of them in the pool",
    object: balancer("", 'metallb.io/loadBalancerIPs: "192.168.1.210, 192.168.1.1"'),
    admitted: false,
  },
  {
    name: "an address of another family",
    object: balancer("", 'metallb.io/loadBalancerIPs: "fd00::1"'),
    admitted: false,
  },
  { name: "an invalid address", object: balancer("", "metallb.io/loadBalancerIPs: any"), admitted: false },
  { name: "loadBalancerIP in the pool", object: balancer("loadBalancerIP: 192.168.1.210"), admitted: true },
  { name: "loadBalancerIP outside of the pool", object: balancer("loadBalancerIP: 192.168.1.10"), admitted: false },
  {
    name: "MetalLB's load balancer class",
    object: balancer("loadBalancerClass: metallb.io/metallb"),
    admitted: true,
  },
  {
    name: "another load balancer class",
    object: balancer("loadBalancerClass: example.test/cloud"),
    admitted: false,
  },
  {
    name: "an alias of another tenant's Service",
    object: mesh("features", "features.pricing.svc.cluster.local"),
    admitted: false,
  },
  {
    name: "an alias of seldon-mesh, with one runtime for each tenant",
    object: mesh("seldon-mesh", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: false,
  },
  {
    name: "an alias of seldon-mesh, with a shared runtime",
    pattern: "enhanced",
    object: mesh("seldon-mesh", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: true,
  },
  {
    name: "an alias of seldon-scheduler, with a shared runtime",
    pattern: "enhanced",
    object: mesh("seldon-scheduler", "seldon-scheduler.seldon-system.svc.cluster.local"),
    admitted: true,
  },
  {
    name: "an alias with the name seldon-mesh for another Service",
    pattern: "enhanced",
    object: mesh("seldon-mesh", "kubernetes.default.svc.cluster.local"),
    admitted: false,
  },
  {
    name: "an alias of seldon-mesh with another name",
    pattern: "enhanced",
    object: mesh("mine", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: false,
  },
];
