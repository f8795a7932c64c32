import { type Files, platformProposal } from "../proposals.ts";

/** A change of tenant churn's spec by its own team, as YAML, and the verdict of guard: `safe`, `allowed`, or the codes that stop it. */
type ProposedChange = readonly [name: string, before: string, after: string, expected: string];

/** Changes that were or could be mistaken for harmless, and some harmless changes of each kind. */
export interface ProposedChanges {
  readonly about: string;
  readonly changes: readonly ProposedChange[];
  /** Files in addition to the tenant file, before and after. */
  readonly files?: Files;
}

const serving = `
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;

export const external = (name: string, ...cidrs: readonly string[]): string =>
  `network: { external: { ${name}: { cidrs: [${cidrs.map((cidr) => JSON.stringify(cidr)).join(", ")}], ports: [{ port: 443 }], why: Bureau } } }\n`;

const components = (text: string): string => `seldon: { components: { ${text} } }\n`;
const envoyImage = "harbor.acme.test/seldonio/seldon-envoy:2.9.1";
const waiver = '{ images/missing: { reason: Not needed today, owner: Retention, expires: "2027-06-30" } }';
const pools = (...clusters: readonly string[]): string =>
  `${serving}clusters: { ${["alpha", "beta", "gamma"].map((name) => `${name}: {${clusters.includes(name) ? " nodePool: gpu " : ""}}`).join(", ")} }`;
const waivers = (...clusters: readonly string[]): string =>
  `clusters: { ${["alpha", "beta", "gamma"].map((name) => `${name}: {${clusters.includes(name) ? ` waivers: ${waiver} ` : ""}}`).join(", ")} }`;

export const proposedChanges: readonly ProposedChanges[] = [
  {
    about: "an external network",
    changes: [
      ["a documentation network", "", external("bureau", "203.0.113.0/24"), "guard/widens"],
      ["all of IPv4", "", external("all", "0.0.0.0/0"), "guard/widens"],
      ["half of IPv4", "", external("half", "0.0.0.0/1"), "guard/widens"],
      ["a network that contains the cluster's pods", "", external("corp", "10.0.0.0/8"), "guard/widens"],
      ["a network that contains the nodes", "", external("corp", "192.168.0.0/16"), "guard/widens"],
      ["a network that barely overlaps the cluster's networks", "", external("corp", "168.0.0.0/5"), "guard/widens"],
      ["all of IPv6", "", external("six", "::/0"), "guard/widens"],
      ["a part of IPv6", "", external("six", "2000::/3"), "guard/widens"],
      [
        "a name similar to a policy for the API server",
        "",
        external("a-to-api-server", "203.0.113.0/24"),
        "guard/widens",
      ],
      ["a similar name, and all of IPv4", "", external("x-to-api-server", "0.0.0.0/0"), "guard/widens"],
      ["a name similar to a baseline flow", "", external("x-to-dns", "203.0.113.0/24"), "guard/widens"],
      ["one address more", external("b", "203.0.113.8/32"), external("b", "203.0.113.8/31"), "guard/widens"],
      ["one address fewer", external("b", "203.0.113.8/31"), external("b", "203.0.113.8/32"), "safe"],
      [
        "the same network in two halves",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/25", "203.0.113.128/25"),
        "safe",
      ],
      [
        "the same network under another name",
        external("b", "203.0.113.0/24"),
        external("c", "203.0.113.0/24"),
        "allowed",
      ],
      ["the other half instead", external("b", "203.0.113.0/25"), external("b", "203.0.113.128/25"), "guard/widens"],
      [
        "a network of another family instead",
        external("b", "203.0.113.0/24"),
        external("b", "2001:db8::/32"),
        "guard/widens",
      ],
      ["a removed network", external("b", "203.0.113.0/24"), "", "allowed"],
      [
        "another port",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/24").replace("443", "444"),
        "guard/widens",
      ],
      [
        "another protocol",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/24").replace("port: 443", "port: 443, protocol: UDP"),
        "guard/widens",
      ],
      [
        "another reason",
        external("b", "203.0.113.0/24"),
        external("b", "203.0.113.0/24").replace("Bureau", "Scores"),
        "safe",
      ],
    ],
  },
  {
    about: "reach within the cluster",
    changes: [
      ["a service", "", "network: { needs: [mlflow] }", "guard/widens"],
      ["a caller", serving, `${serving}network: { callers: [ingress] }`, "guard/widens"],
      ["fewer services", "network: { needs: [mlflow] }", "", "allowed"],
      [
        "a service in addition to an external network",
        external("bureau", "203.0.113.0/24"),
        `${external("bureau", "203.0.113.0/24").replace("external", "needs: [mlflow], external")}`,
        "guard/widens",
      ],
      ["the first Server, with its volume", "", serving, "guard/platform guard/widens"],
      ["the first pipeline", serving, `${serving}pipelines: { p: { steps: { churn: {} } } }`, "guard/widens"],
      [
        "an additional model",
        serving,
        serving.replace(
          "models: {",
          'models: { next: { storageUri: "s3://churn/model/8", requirements: [sklearn], memory: 64Mi }, ',
        ),
        "allowed",
      ],
      ["another artifact", serving, serving.replace("model/7", "model/8"), "allowed"],
    ],
  },
  {
    about: "resources of a namespace",
    changes: [
      ["a larger size", "", "quota: { size: medium }", "guard/widens"],
      ["a smaller size", "quota: { size: medium }", "quota: { size: small }", "safe"],
      ["more CPU", "", "quota: { requests: { cpu: 9 } }", "guard/widens"],
      ["less CPU", "", "quota: { requests: { cpu: 7 } }", "safe"],
      ["more limits", "", "quota: { limits: { memory: 33Gi } }", "guard/widens"],
      ["more claims", "", "quota: { persistentVolumeClaims: 7 }", "guard/widens"],
      ["a load balancer", "", "quota: { loadBalancers: 1 }", "guard/widens"],
      ["more models", "", "quota: { objects: { models: 21 } }", "guard/widens"],
      ["a bound where there was none", "", "quota: { objects: { pods: 20 } }", "safe"],
      ["a larger container", "", "containers: { max: { cpu: 9 } }", "guard/widens"],
      ["a larger default", "", "containers: { default: { cpu: 2 } }", "guard/widens"],
      ["a larger default request", "", "containers: { defaultRequest: { memory: 128Mi } }", "guard/widens"],
      ["a smaller container", "", "containers: { max: { cpu: 7 } }", "safe"],
      ["a claim without any bound", "", "storage: { a: { size: 1Pi } }", "guard/platform"],
      [
        "a larger claim without any bound",
        "storage: { a: { size: 1Gi } }",
        "storage: { a: { size: 2Gi } }",
        "guard/platform",
      ],
      [
        "a new claim in addition to a larger one",
        "storage: { a: { size: 3Gi } }",
        "storage: { a: { size: 3Gi }, b: { size: 1Gi } }",
        "guard/platform",
      ],
      [
        "a Server's volume",
        serving,
        serving
          .replace("{ template: mlserver }", "{ config: big }")
          .replace("servers:", "serverConfigs: { big: { template: mlserver, storage: { size: 1Ti } } }\nservers:"),
        "guard/platform",
      ],
      [
        "more replicas, each with a volume",
        serving,
        serving.replace("template: mlserver", "template: mlserver, replicas: 3"),
        "guard/platform",
      ],
      [
        "more replicas by autoscaling",
        serving,
        serving.replace("template: mlserver", "template: mlserver, minReplicas: 1, maxReplicas: 3"),
        "guard/platform",
      ],
      ["GPUs", "nodePool: gpu", "nodePool: gpu\nquota: { gpus: 1 }", "guard/widens"],
    ],
  },
  {
    about: "components of Seldon",
    changes: [
      ["more pods", serving, `${serving}${components("envoy: { replicas: 3 }")}`, "safe"],
      [
        "more memory",
        serving,
        `${serving}${components("envoy: { resources: { requests: { memory: 1Gi } } }")}`,
        "safe",
      ],
      ["an image", serving, `${serving}${components(`envoy: { image: ${envoyImage} }`)}`, "guard/platform"],
      [
        "an image for a component without pods",
        serving,
        `${serving}${components(`dataflow: { image: ${envoyImage} }`)}`,
        "guard/platform",
      ],
      [
        "an unchanged image",
        `${serving}${components(`envoy: { image: ${envoyImage} }`)}`,
        `${serving}${components(`envoy: { image: ${envoyImage}, replicas: 3 }`)}`,
        "safe",
      ],
      ["a removed image", `${serving}${components(`envoy: { image: ${envoyImage} }`)}`, serving, "safe"],
    ],
  },
  {
    about: "where storage is bounded",
    files: platformProposal(
      "      persistentVolumeClaims: 6\n",
      "      storage: 100Gi\n      persistentVolumeClaims: 6\n",
    ),
    changes: [
      ["a claim", "", "storage: { a: { size: 50Gi } }", "safe"],
      ["another class", "", "storage: { a: { size: 50Gi, class: fast } }", "guard/platform"],
      [
        "a class that the tenant uses already",
        "storage: { a: { size: 5Gi, class: fast } }",
        "storage: { a: { size: 5Gi, class: fast }, b: { size: 5Gi, class: fast } }",
        "safe",
      ],
      ["a larger bound", "", "quota: { storage: 200Gi }", "guard/widens"],
      ["a size without a bound", "", "quota: { size: medium }", "guard/widens"],
    ],
  },
  {
    about: "labels and Pod Security of a namespace",
    changes: [
      ["a lower enforced level", "podSecurity: { enforce: restricted }", "", "guard/widens"],
      ["a higher enforced level", "", "podSecurity: { enforce: restricted }", "safe"],
      ["less in the audit log", "", "podSecurity: { audit: privileged }", "guard/widens"],
      ["fewer warnings", "", "podSecurity: { warn: baseline }", "guard/widens"],
      ["a label", "", 'labels: { team: "x" }', "guard/widens"],
      ["a label that disables a webhook", "", 'labels: { admission.gatekeeper.sh/ignore: "true" }', "guard/widens"],
      ["a label of a control plane", "", 'labels: { control-plane: "x" }', "guard/widens"],
      ["another namespace's name", "", 'labels: { name: "kube-system" }', "guard/widens"],
      ["a label of certificates", "", 'labels: { cert-manager.io/disable-validation: "true" }', "guard/widens"],
      ["a removed label", 'labels: { policy.sigstore.dev/include: "true" }', "", "guard/widens"],
      [
        "another value of a label",
        'labels: { acme.test/team: "a" }',
        'labels: { acme.test/team: "b" }',
        "guard/widens",
      ],
    ],
  },
  {
    about: "access",
    changes: [
      ["a group", "", "access: { groups: { people: viewer } }", "guard/widens"],
      [
        "another role",
        "access: { groups: { people: viewer } }",
        "access: { groups: { people: deployer } }",
        "guard/widens",
      ],
      [
        "a role with fewer permissions",
        "access: { groups: { people: deployer } }",
        "access: { groups: { people: viewer } }",
        "allowed",
      ],
      ["a service account", "", "access: { serviceAccounts: { train: pipeline } }", "guard/widens"],
      [
        "one group instead of another",
        "access: { groups: { people: viewer } }",
        "access: { groups: { others: viewer } }",
        "guard/widens",
      ],
      ["a manual secret", "", "secrets: { mine: { keys: [a], from: manual } }", "safe"],
      [
        "a secret from the tenant's own folder",
        "",
        "secrets: { mine: { keys: [a], from: { store: vault, path: alerting/slack } } }",
        "safe",
      ],
    ],
  },
  {
    about: "cluster by cluster",
    changes: [
      ["a node pool on one more cluster", pools("alpha"), pools("alpha", "beta"), "guard/widens"],
      ["a node pool moved to another cluster", pools("alpha"), pools("gamma"), "guard/widens"],
      ["an unchanged node pool", pools("alpha"), pools("alpha"), "allowed"],
      ["a waiver on one more cluster", waivers("alpha"), waivers("alpha", "gamma"), "guard/platform"],
      ["a waiver moved to another cluster", waivers("alpha"), waivers("beta"), "guard/platform"],
      ["a removed waiver", waivers("alpha"), waivers(), "guard/platform"],
      [
        "a waiver with a later end",
        waivers("alpha"),
        waivers("alpha").replace("2027-06-30", "2027-07-30"),
        "guard/platform",
      ],
      [
        "a quota moved to another cluster",
        "clusters: { alpha: { quota: { size: medium } }, beta: {}, gamma: {} }",
        "clusters: { alpha: {}, beta: { quota: { size: medium } }, gamma: {} }",
        "guard/widens",
      ],
      [
        "another cluster",
        "clusters: { alpha: {}, beta: {} }",
        "clusters: { alpha: {}, beta: {}, gamma: {} }",
        "guard/platform guard/widens",
      ],
    ],
  },
];
