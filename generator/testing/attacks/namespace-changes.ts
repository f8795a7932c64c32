import { platformProposal } from "../proposals.ts";
import { type ProposedChanges, servingChurn } from "./proposed-change.ts";

const components = (text: string): string => `seldon: { components: { ${text} } }\n`;
const envoyImage = "harbor.acme.test/seldonio/seldon-envoy:2.9.1";

/** Changes of the quota, the components, the storage and the labels of a namespace. */
export const namespaceChanges: readonly ProposedChanges[] = [
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
        servingChurn,
        servingChurn
          .replace("{ template: mlserver }", "{ config: big }")
          .replace("servers:", "serverConfigs: { big: { template: mlserver, storage: { size: 1Ti } } }\nservers:"),
        "guard/platform",
      ],
      [
        "more replicas, each with a volume",
        servingChurn,
        servingChurn.replace("template: mlserver", "template: mlserver, replicas: 3"),
        "guard/platform",
      ],
      [
        "more replicas by autoscaling",
        servingChurn,
        servingChurn.replace("template: mlserver", "template: mlserver, minReplicas: 1, maxReplicas: 3"),
        "guard/platform",
      ],
      ["GPUs", "nodePool: gpu", "nodePool: gpu\nquota: { gpus: 1 }", "guard/widens"],
    ],
  },
  {
    about: "components of Seldon",
    changes: [
      ["more pods", servingChurn, `${servingChurn}${components("envoy: { replicas: 3 }")}`, "safe"],
      [
        "more memory",
        servingChurn,
        `${servingChurn}${components("envoy: { resources: { requests: { memory: 1Gi } } }")}`,
        "safe",
      ],
      ["an image", servingChurn, `${servingChurn}${components(`envoy: { image: ${envoyImage} }`)}`, "guard/platform"],
      [
        "an image for a component without pods",
        servingChurn,
        `${servingChurn}${components(`dataflow: { image: ${envoyImage} }`)}`,
        "guard/platform",
      ],
      [
        "an unchanged image",
        `${servingChurn}${components(`envoy: { image: ${envoyImage} }`)}`,
        `${servingChurn}${components(`envoy: { image: ${envoyImage}, replicas: 3 }`)}`,
        "safe",
      ],
      ["a removed image", `${servingChurn}${components(`envoy: { image: ${envoyImage} }`)}`, servingChurn, "safe"],
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
];
