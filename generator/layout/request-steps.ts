import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { runtimeNamespace } from "../patterns/pattern.ts";
import { countAnswers, countedRequests, splitText, weightsText } from "./counted-split.ts";
import { type PredictionRequest, requestBody, requestTo } from "./request.ts";
import { routeSteps } from "./route-steps.ts";
import type { Step } from "./runbook-step.ts";

/** The command that forwards port 8080 of this machine to the Envoy of a namespace. */
export function forwardMesh(namespace: string): string {
  return `kubectl port-forward --namespace ${namespace} service/seldon-mesh 8080:80 &`;
}

/** Requests and their answers: one to a model or an experiment, many that are counted, one through a pipeline, and those from outside. */
export function requestSteps(scope: TenantScope): readonly Step[] {
  const { platform, pattern, tenant } = scope;
  const forward = forwardMesh(runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name));
  const [experiment] = sortedEntries(tenant.spec.experiments);
  const [pipeline, ...pipelines] = Object.keys(tenant.spec.pipelines).sort();
  const [model = ""] = Object.keys(tenant.spec.models).sort();
  const first =
    experiment === undefined ? requestTo(tenant, "model", model) : requestTo(tenant, "experiment", experiment[0]);
  const streamed = pipeline === undefined ? undefined : requestTo(tenant, "pipeline", pipeline);
  const candidates = sortedEntries(experiment?.[1].candidates ?? {});
  return [
    {
      ...oneRequest(first),
      needs: [forward],
      lines: [forward, ...requestBody(first)],
    },
    // It sends request.json of the first step, which the step for a pipeline replaces.
    ...(candidates.length < 2 ? [] : [{ ...counted(first.request, candidates), needs: [forward] }]),
    ...(streamed === undefined
      ? []
      : [{ ...throughPipeline(pipeline ?? "", pipelines), needs: [forward], lines: requestBody(streamed) }]),
    ...routeSteps(scope, (streamed ?? first).describedBy, forward),
    {
      title: "Stop the port-forward",
      why: "The port-forward still runs in the background of this shell.",
      needs: [forward],
      lines: ["kill %1"],
      expect: "no output, or a message that the job is terminated",
    },
  ];
}

function oneRequest({ header }: PredictionRequest): Pick<Step, "title" | "why" | "expect"> {
  return {
    title: "Send one request",
    why: `The first curl command reads the inputs of the model from the model's metadata. Node.js then writes request.json with one row of zeros for the inputs of the model. If the model's metadata contains no inputs, the row has four columns. If the model needs a different number of columns, edit request.json. The header "seldon-model: ${header}" selects the target of the request. The path of the URL does not select the target.`,
    expect: 'status 200, the header "x-seldon-route" with the name of the model that answered, and outputs in the body',
  };
}

function throughPipeline(name: string, others: readonly string[]): Pick<Step, "title" | "why" | "expect"> {
  return {
    title: `Send one request through pipeline ${name}`,
    why: `The commands read the inputs of the request from the model of the pipeline's first step. Data moves from one step of the pipeline to the next step through Kafka.${others.length === 0 ? "" : ` To send a request to another pipeline (${others.join(", ")}), replace the names of the pipeline and of the first model in the commands.`}`,
    expect:
      "status 200, and the outputs of the pipeline's last steps in the body. The first answer can take several seconds",
  };
}

function counted(
  request: string,
  candidates: readonly (readonly [string, number])[],
): Pick<Step, "title" | "why" | "lines" | "expect"> {
  return {
    title: `Verify the traffic split: ${weightsText(candidates)}`,
    why: `The command sends ${countedRequests} requests and counts the answers of each candidate. The requests do not contain the header "x-seldon-route", because this header pins a request to one candidate.`,
    lines: [countAnswers(request)],
    expect: splitText(candidates),
  };
}
