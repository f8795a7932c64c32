import { z } from "zod";
import { CpuAndMemory } from "./resources.ts";
import { field, Image } from "./terms.ts";

/** More pods than any part of a runtime needs. The quota counts all of them. */
const mostPods = 50;

const imageText =
  "A copy of Seldon's own image, with Seldon's version as its tag. The default is Seldon's image in Seldon's registry.";
const image = field(Image, imageText, "harbor.acme.test/seldonio/seldon-envoy:2.9.1").optional();
const operatorExample = "harbor.acme.test/seldonio/seldonv2-controller:2.9.1";

const resources = field(
  z.strictObject({
    requests: field(CpuAndMemory, "Resources that Kubernetes reserves for each pod.", {
      cpu: "500m",
      memory: "256Mi",
    }).optional(),
    limits: field(
      CpuAndMemory,
      "The maximum that each pod may use. If you set a memory request and no memory limit, the limit equals the request.",
      { cpu: "2", memory: "256Mi" },
    ).optional(),
  }),
  "Resources of the component's container in each pod. The default of each value is the value of Seldon's chart.",
  { requests: { cpu: "500m", memory: "256Mi" } },
).optional();

/** A component of which several pods can run. */
const replicated = z.strictObject({
  replicas: field(
    z.int().min(1).max(mostPods),
    "Number of pods, 1 to 50. If several pods run, each runs on another node, and a PodDisruptionBudget lets a drain evict one pod at a time.",
    2,
  ).optional(),
  image,
  resources,
});

/** A component of which only one pod can run. */
const single = z.strictObject({
  replicas: field(
    z
      .int()
      .refine(
        (pods) => pods === 1,
        "only one scheduler can run, because its state is in its memory and on its volume (2.9.1)",
      ),
    "Number of pods: always 1, because the scheduler's state is in its memory and on its volume (2.9.1).",
    1,
  ).optional(),
  image,
  resources,
});

/** Settings of the parts of a runtime, by the names that the values of Seldon's setup chart use. */
export const SeldonComponents = z.strictObject({
  scheduler: field(single, "The scheduler, which places models on Servers and sends the routes to Envoy.", {
    resources: { requests: { memory: "2Gi" } },
  }).optional(),
  envoy: field(replicated, "Envoy, the proxy of all requests.", { replicas: 2 }).optional(),
  pipelinegateway: field(replicated, "The gateway that transfers requests to pipelines.", { replicas: 2 }).optional(),
  modelgateway: field(
    replicated,
    "The gateway that transfers data between models and Kafka. Pods in excess of the partitions of a topic wait as standbys.",
    { replicas: 2 },
  ).optional(),
  dataflow: field(
    replicated,
    "The dataflow engine, which joins the steps of pipelines. Each pipeline runs in one pod.",
    { replicas: 2 },
  ).optional(),
});
export type SeldonComponents = z.infer<typeof SeldonComponents>;

/** The same for the files of the platform team, which also set the image of the operator. */
export const PlatformComponents = SeldonComponents.extend({
  controller: field(
    z.strictObject({ image: field(Image, imageText, operatorExample).optional() }),
    "The operator. A patched image in seldon.images.controller of a cluster takes precedence. The field seldon.values of a cluster sets the operator's resources.",
    { image: operatorExample },
  ).optional(),
});

export const componentsExample = { envoy: { replicas: 2 } };
