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
  { message: "ClusterIP", object: service(`type: ClusterIP, ${ports}`), admitted: true },
  { message: "no type", object: service(ports), admitted: true },
  { message: "headless", object: service(`clusterIP: None, ${ports}`), admitted: true },
  { message: "NodePort", object: service(`type: NodePort, ${ports}`), admitted: false },
  {
    message: "NodePort, as Seldon's operator would make it",
    as: "operator",
    object: service(`type: NodePort, ${ports}`),
    admitted: false,
  },
  {
    message: "NodePort where there was none",
    before: service(`type: ClusterIP, ${ports}`, "", "opened"),
    object: service(`type: NodePort, ${ports}`, "", "opened"),
    admitted: false,
  },
  {
    message: "a label on a NodePort that was there before",
    before: service(`type: NodePort, ${ports}`, "", "was-open"),
    object: service(`type: NodePort, ${ports}`, "", "was-open").replace(
      "name: was-open",
      "name: was-open, labels: { a: b }",
    ),
    admitted: true,
    inClusterOnly: "what was there before is not asked about again; in a file it is",
  },
  { message: "externalIPs", object: service(`${ports}, externalIPs: [192.168.1.10]`), admitted: false },
  { message: "a load balancer that asks for nothing", object: balancer(), admitted: true },
  { message: "a pool for tenants", object: balancer("", "metallb.io/address-pool: tenants"), admitted: true },
  {
    message: "a pool by MetalLB's old prefix",
    object: balancer("", "metallb.universe.tf/address-pool: tenants"),
    admitted: true,
  },
  { message: "another pool", object: balancer("", "metallb.io/address-pool: infrastructure"), admitted: false },
  {
    message: "another pool by the old prefix",
    object: balancer("", "metallb.universe.tf/address-pool: infrastructure"),
    admitted: false,
  },
  {
    message: "both prefixes: the new one is obeyed",
    object: balancer("", "metallb.io/address-pool: tenants, metallb.universe.tf/address-pool: infrastructure"),
    admitted: true,
  },
  {
    message: "an address of the pool",
    object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.210"),
    admitted: true,
  },
  {
    message: "the last address of the pool",
    object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.223"),
    admitted: true,
  },
  { message: "the next one", object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.224"), admitted: false },
  {
    message: "two addresses, one of the pool",
    object: balancer("", 'metallb.io/loadBalancerIPs: "192.168.1.210, 192.168.1.1"'),
    admitted: false,
  },
  {
    message: "an address of another family",
    object: balancer("", 'metallb.io/loadBalancerIPs: "fd00::1"'),
    admitted: false,
  },
  { message: "no address at all", object: balancer("", "metallb.io/loadBalancerIPs: any"), admitted: false },
  { message: "loadBalancerIP of the pool", object: balancer("loadBalancerIP: 192.168.1.210"), admitted: true },
  { message: "loadBalancerIP outside of it", object: balancer("loadBalancerIP: 192.168.1.10"), admitted: false },
  { message: "a class of MetalLB's", object: balancer("loadBalancerClass: metallb.io/metallb"), admitted: true },
  { message: "another class", object: balancer("loadBalancerClass: example.test/cloud"), admitted: false },
  {
    message: "another tenant's Service by name",
    object: mesh("features", "features.pricing.svc.cluster.local"),
    admitted: false,
  },
  {
    message: "the mesh, where each tenant has its own",
    object: mesh("seldon-mesh", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: false,
  },
  {
    message: "the mesh, where all share one",
    pattern: "enhanced",
    object: mesh("seldon-mesh", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: true,
  },
  {
    message: "the scheduler, where all share one",
    pattern: "enhanced",
    object: mesh("seldon-scheduler", "seldon-scheduler.seldon-system.svc.cluster.local"),
    admitted: true,
  },
  {
    message: "the mesh's name for something else",
    pattern: "enhanced",
    object: mesh("seldon-mesh", "kubernetes.default.svc.cluster.local"),
    admitted: false,
  },
  {
    message: "another name for the mesh",
    pattern: "enhanced",
    object: mesh("mine", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: false,
  },
];
