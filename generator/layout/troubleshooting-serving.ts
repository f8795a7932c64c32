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
      message:
        "ScheduleFailed: no Server offers what the model requires, or has the memory and replicas for it. ModelFailed: its artifact is not there, its secret does not open the store, or the runtime cannot load it. ModelProgressing: it is being loaded, or tried again.",
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
  const own = pattern.operator === "tenant";
  const places = servers.map(([, server]) =>
    serverConfigPlace(pattern, seldon, tenant.name, configNameOf(server) ?? ""),
  );
  const [namespace = tenant.name] = places.map((place) => place.namespace);
  const names = [...new Set(places.map(({ name }) => name))];
  return [
    {
      title: "ServerConfig not found",
      message: `A Server without its ServerConfig has no pods. The operator looks for a Server's ServerConfig in namespace ${namespace}, by its exact name. Each name of the first list has to be in the second.`,
      look: [
        `kubectl get servers --namespace ${tenant.name} --output custom-columns=SERVER:.metadata.name,CONFIG:.spec.serverConfig`,
        `kubectl get serverconfigs ${names.join(" ")} --namespace ${namespace}`,
        `kubectl logs deployment/seldon-v2-controller-manager --namespace ${own ? tenant.name : seldon} --tail 50`,
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
      title: "A pipeline is stuck, or does not answer",
      message:
        "ModelsReady False: one of its steps is a model that is not ready; begin there. PipelineReady False: its topics are not made, or the scheduler refused it; WHY says so. Both True and no answer: seldon-pipelinegateway takes requests and gives answers back, seldon-modelgateway brings data from Kafka to the models, seldon-dataflow-engine joins the steps. A step with several inputs waits for all of them.",
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
            fix: `Lines about brokers, topics or timeouts of Kafka are about ${kafka.bootstrap}: call the platform team.`,
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
      title: "Requests are answered with errors, or slowly",
      message:
        "404: the header seldon-model names nobody, or somebody who is not ready. 503: no pod that has the model loaded took the request; it is loading, or its pod ended (OOMKilled). 500: the model itself failed; the log of its Server says how. 504, or slow: the pods have more to do than their CPU limit lets them.",
      look: [
        `kubectl get pods --namespace ${tenant.name} ${ofServers(scope)} --output 'custom-columns=POD:.metadata.name,RESTARTS:${restarts},ENDED:${ended}'`,
        `kubectl get models --namespace ${tenant.name}`,
        `kubectl logs deployment/${component.envoy} --namespace ${namespace} --tail 50`,
      ],
      fix: `In Prometheus, sum by (model, code) (rate(seldon_model_infer_total{namespace="${tenant.name}"}[5m])) counts answers. For more pods raise replicas, or maxReplicas where a Server is autoscaled, in ${tenant.at().source.file}.`,
    },
  ];
}
