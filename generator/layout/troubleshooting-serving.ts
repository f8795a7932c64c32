import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import { configNameOf, isServing, runsPipelines } from "../validate/effective.ts";
import { ofServers } from "./troubleshooting-pods.ts";
import type { TroubleSection } from "./troubleshooting-section.ts";

export function modelNotReady(scope: TenantScope): readonly TroubleSection[] {
  const { platform, cluster, pattern, tenant } = scope;
  const { component } = scope.seldon;
  if (!isServing(cluster, tenant) || Object.keys(tenant.spec.models).length === 0) return [];
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  const ready = `.status.conditions[?(@.type=="ModelReady")]`;
  return [
    {
      title: "A model does not become ready",
      message: "The column STATE shows the cause:",
      cases: [
        "ScheduleFailed: no Server has the capabilities that the model requires, or has the memory and replicas for it.",
        "ModelFailed: its artifact does not exist, its secret does not give access to the store, or the runtime cannot load it.",
        "ModelProgressing: the Server loads the model, or tries again.",
      ],
      look: [
        `kubectl get models --namespace ${tenant.name} --output 'custom-columns=MODEL:.metadata.name,STATE:${ready}.message,WHY:${ready}.reason'`,
        ...["rclone", "agent"].map(
          (container) =>
            `kubectl logs --namespace ${tenant.name} ${ofServers(scope)} --container ${container} --prefix --tail 50`,
        ),
        `kubectl logs statefulset/${component.scheduler} --namespace ${namespace} --tail 50`,
      ],
    },
  ];
}

export function configNotFound({ platform, cluster, pattern, tenant }: TenantScope): readonly TroubleSection[] {
  const servers = sortedEntries(tenant.spec.servers);
  if (!isServing(cluster, tenant)) return [];
  const seldon = platform.spec.seldon.namespace;
  const hasOwnOperator = pattern.operator === "tenant";
  const places = servers.map(([, server]) =>
    serverConfigPlace(pattern, seldon, tenant.name, configNameOf(server) ?? ""),
  );
  const [namespace = tenant.name] = places.map((place) => place.namespace);
  const names = [...new Set(places.map(({ name }) => name))];
  return [
    {
      title: "ServerConfig not found",
      message: `A Server without its ServerConfig has no pods. The operator looks for a Server's ServerConfig in namespace ${namespace}, by its exact name. Verify that the second list contains each ServerConfig of the first list.`,
      look: [
        `kubectl get servers --namespace ${tenant.name} --output custom-columns=SERVER:.metadata.name,CONFIG:.spec.serverConfig`,
        `kubectl get serverconfigs ${names.join(" ")} --namespace ${namespace}`,
        `kubectl logs deployment/seldon-v2-controller-manager --namespace ${hasOwnOperator ? tenant.name : seldon} --tail 50`,
      ],
    },
  ];
}

export function pipelineStuck(scope: TenantScope): readonly TroubleSection[] {
  const { platform, cluster, pattern, tenant } = scope;
  const { component } = scope.seldon;
  if (!isServing(cluster, tenant) || !runsPipelines(tenant)) return [];
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  const { kafka } = platform.spec.seldon;
  const service = platform.spec.services[kafka?.service ?? ""];
  const brokers = Object.entries(service?.pods ?? {}).map((label) => label.join("="));
  const column = (type: string, field: string): string => `.status.conditions[?(@.type=="${type}")].${field}`;
  return [
    {
      title: "A pipeline is stuck or does not answer",
      message: "The columns MODELS (ModelsReady) and READY (PipelineReady) show the cause:",
      cases: [
        "ModelsReady False: the model of one of its steps is not ready. Begin with that model.",
        "PipelineReady False: its topics are not created, or the scheduler rejected it. The column WHY shows the reason.",
        "Both True and no answer: read the logs. seldon-pipelinegateway receives requests and returns answers, seldon-modelgateway moves data from Kafka to the models, and seldon-dataflow-engine joins the steps. A step with several inputs waits for all of them.",
      ],
      look: [
        `kubectl get pipelines --namespace ${tenant.name} --output 'custom-columns=PIPELINE:.metadata.name,MODELS:${column("ModelsReady", "status")},READY:${column("PipelineReady", "status")},WHY:${column("PipelineReady", "reason")},WORDS:${column("PipelineReady", "message")}'`,
        ...[component.dataflow, component.pipelineGateway, component.modelGateway].map(
          (part) => `kubectl logs deployment/${part} --namespace ${namespace} --tail 50`,
        ),
        ...(service === undefined
          ? []
          : [`kubectl get pods --namespace ${service.namespace} --selector ${brokers.join(",")}`]),
      ],
      ...(kafka === undefined
        ? {}
        : {
            fix: `Log lines about brokers, topics or timeouts of Kafka concern ${kafka.bootstrap}: contact the platform team.`,
          }),
    },
  ];
}

export function requestsFail(scope: TenantScope): readonly TroubleSection[] {
  const { platform, cluster, pattern, tenant } = scope;
  const { component } = scope.seldon;
  if (!isServing(cluster, tenant) || Object.keys(tenant.spec.models).length === 0) return [];
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  const ended = ".status.containerStatuses[*].lastState.terminated.reason";
  const restarts = ".status.containerStatuses[*].restartCount";
  return [
    {
      title: "Requests fail or are slow",
      message: "The status code shows the cause:",
      cases: [
        "404: the header seldon-model names an unknown target, or one that is not ready.",
        "503: no pod with the loaded model accepted the request. The model is loading, or its pod was terminated (OOMKilled).",
        "500: the model itself failed. The log of its Server shows the error.",
        "504, or slow answers: the pods need more CPU than their limit allows.",
      ],
      look: [
        `kubectl get pods --namespace ${tenant.name} ${ofServers(scope)} --output 'custom-columns=POD:.metadata.name,RESTARTS:${restarts},ENDED:${ended}'`,
        `kubectl get models --namespace ${tenant.name}`,
        `kubectl logs deployment/${component.envoy} --namespace ${namespace} --tail 50`,
      ],
      fix: `In Prometheus, sum by (model, code) (rate(seldon_model_infer_total{namespace="${tenant.name}"}[5m])) counts the answers by model and status code. To run more pods, raise replicas, or maxReplicas if the Server is autoscaled, in ${tenant.at().source.file}.`,
    },
  ];
}
