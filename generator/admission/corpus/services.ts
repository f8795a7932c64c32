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
  { says: "ClusterIP", object: service(`type: ClusterIP, ${ports}`), admitted: true },
  { says: "no type", object: service(ports), admitted: true },
  { says: "headless", object: service(`clusterIP: None, ${ports}`), admitted: true },
  { says: "NodePort", object: service(`type: NodePort, ${ports}`), admitted: false },
  {
    says: "NodePort, as Seldon's operator would make it",
    as: "operator",
    object: service(`type: NodePort, ${ports}`),
    admitted: false,
  },
  {
    says: "NodePort where there was none",
    before: service(`type: ClusterIP, ${ports}`, "", "opened"),
    object: service(`type: NodePort, ${ports}`, "", "opened"),
    admitted: false,
  },
  {
    says: "a label on a NodePort that was there before",
    before: service(`type: NodePort, ${ports}`, "", "was-open"),
    object: service(`type: NodePort, ${ports}`, "", "was-open").replace(
      "name: was-open",
      "name: was-open, labels: { a: b }",
    ),
    admitted: true,
    inClusterOnly: "what was there before is not asked about again; in a file it is",
  },
  { says: "externalIPs", object: service(`${ports}, externalIPs: [192.168.1.10]`), admitted: false },
  { says: "a load balancer that asks for nothing", object: balancer(), admitted: true },
  { says: "a pool for tenants", object: balancer("", "metallb.io/address-pool: tenants"), admitted: true },
  {
    says: "a pool by MetalLB's old prefix",
    object: balancer("", "metallb.universe.tf/address-pool: tenants"),
    admitted: true,
  },
  { says: "another pool", object: balancer("", "metallb.io/address-pool: infrastructure"), admitted: false },
  {
    says: "another pool by the old prefix",
    object: balancer("", "metallb.universe.tf/address-pool: infrastructure"),
    admitted: false,
  },
  {
    says: "both prefixes: the new one is obeyed",
    object: balancer("", "metallb.io/address-pool: tenants, metallb.universe.tf/address-pool: infrastructure"),
    admitted: true,
  },
  { says: "an address of the pool", object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.210"), admitted: true },
  {
    says: "the last address of the pool",
    object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.223"),
    admitted: true,
  },
  { says: "the next one", object: balancer("", "metallb.io/loadBalancerIPs: 192.168.1.224"), admitted: false },
  {
    says: "two addresses, one of the pool",
    object: balancer("", 'metallb.io/loadBalancerIPs: "192.168.1.210, 192.168.1.1"'),
    admitted: false,
  },
  {
    says: "an address of another family",
    object: balancer("", 'metallb.io/loadBalancerIPs: "fd00::1"'),
    admitted: false,
  },
  { says: "no address at all", object: balancer("", "metallb.io/loadBalancerIPs: any"), admitted: false },
  { says: "loadBalancerIP of the pool", object: balancer("loadBalancerIP: 192.168.1.210"), admitted: true },
  { says: "loadBalancerIP outside of it", object: balancer("loadBalancerIP: 192.168.1.10"), admitted: false },
  { says: "a class of MetalLB's", object: balancer("loadBalancerClass: metallb.io/metallb"), admitted: true },
  { says: "another class", object: balancer("loadBalancerClass: example.test/cloud"), admitted: false },
  {
    says: "another tenant's Service by name",
    object: mesh("features", "features.pricing.svc.cluster.local"),
    admitted: false,
  },
  {
    says: "the mesh, where each tenant has its own",
    object: mesh("seldon-mesh", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: false,
  },
  {
    says: "the mesh, where all share one",
    pattern: "enhanced",
    object: mesh("seldon-mesh", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: true,
  },
  {
    says: "the scheduler, where all share one",
    pattern: "enhanced",
    object: mesh("seldon-scheduler", "seldon-scheduler.seldon-system.svc.cluster.local"),
    admitted: true,
  },
  {
    says: "the mesh's name for something else",
    pattern: "enhanced",
    object: mesh("seldon-mesh", "kubernetes.default.svc.cluster.local"),
    admitted: false,
  },
  {
    says: "another name for the mesh",
    pattern: "enhanced",
    object: mesh("mine", "seldon-mesh.seldon-system.svc.cluster.local"),
    admitted: false,
  },
];
