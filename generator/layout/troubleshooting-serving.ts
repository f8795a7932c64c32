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
      message: 'The column "STATE" of the first command shows the cause:',
      cases: [
        '"ScheduleFailed": no Server has the capabilities that the model requires, or no Server has enough memory and replicas for the model.',
        '"ModelFailed": the artifact does not exist, the Secret does not give access to the artifact store, or the runtime cannot load the model.',
        '"ModelProgressing": the Server is loading the model, or tries again after a failure.',
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
      message: `If the ServerConfig of a Server does not exist, the operator creates no pods for the Server. The operator looks for ServerConfigs only in namespace ${namespace}. Verify that the output of the second command contains each ServerConfig in the output of the first command.`,
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
      message: 'The columns "MODELS" (condition ModelsReady) and "READY" (condition PipelineReady) show the cause:',
      cases: [
        'ModelsReady is "False": the model of a step is not ready. Fix the model first, as described in the section "A model does not become ready".',
        'PipelineReady is "False": the topics of the pipeline do not exist, or the scheduler rejected the pipeline. The column "WHY" shows the reason.',
        'Both conditions are "True", but requests get no answer: read the logs. seldon-pipelinegateway receives requests and returns answers, seldon-modelgateway sends data from Kafka to the models, and seldon-dataflow-engine joins the outputs of steps. By default, a step with several inputs waits for all inputs.',
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
            fix: `If a log shows an error about Kafka brokers, topics or timeouts, contact the platform team. The address of the brokers is ${kafka.bootstrap}.`,
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
      message: "The status code of the answer shows the cause:",
      cases: [
        '404: the header "seldon-model" names an unknown target, or a target that is not ready.',
        '503: no pod with the loaded model accepted the request. The model is loading, or its container reached the memory limit and was terminated ("OOMKilled").',
        "500: the model failed. The log of the model's Server shows the error.",
        "504, or slow answers: the pods of the Server may need more CPU than their limit allows.",
      ],
      look: [
        `kubectl get pods --namespace ${tenant.name} ${ofServers(scope)} --output 'custom-columns=POD:.metadata.name,RESTARTS:${restarts},ENDED:${ended}'`,
        `kubectl get models --namespace ${tenant.name}`,
        `kubectl logs deployment/${component.envoy} --namespace ${namespace} --tail 50`,
      ],
      fix: `In Prometheus, this query shows the answers per second by model and status code: sum by (model, code) (rate(seldon_model_infer_total{namespace="${tenant.name}"}[5m])). To run more pods, raise "replicas" in ${tenant.at().source.file}, or "maxReplicas" if the Server is autoscaled.`,
    },
  ];
}
