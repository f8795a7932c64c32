import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { runtimeNamespace } from "../patterns/pattern.ts";
import { type PredictionRequest, requestBody, requestTo } from "./request.ts";
import type { Step } from "./runbook-step.ts";

/** The command that forwards port 8080 of this machine to the Envoy of a namespace. */
export function forwardMesh(namespace: string): string {
  return `kubectl port-forward --namespace ${namespace} service/seldon-mesh 8080:80 &`;
}

const requests = 200;

/** Requests and their answers: one to a model or an experiment, one through a pipeline, and many that are counted. */
export function requestSteps(scope: TenantScope): readonly Step[] {
  const { platform, pattern, tenant } = scope;
  const forward = forwardMesh(runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name));
  const [experiment] = sortedEntries(tenant.spec.experiments);
  const [pipeline, ...pipelines] = Object.keys(tenant.spec.pipelines).sort();
  const [model = ""] = Object.keys(tenant.spec.models).sort();
  const first =
    experiment === undefined ? requestTo(tenant, "model", model) : requestTo(tenant, "experiment", experiment[0]);
  const candidates = sortedEntries(experiment?.[1].candidates ?? {});
  return [
    {
      ...oneRequest(first),
      needs: [forward],
      lines: [forward, ...requestBody(first)],
    },
    ...(pipeline === undefined
      ? []
      : [
          {
            ...throughPipeline(pipeline, pipelines),
            needs: [forward],
            lines: requestBody(requestTo(tenant, "pipeline", pipeline)),
          },
        ]),
    ...(candidates.length < 2 ? [] : [{ ...counted(first, candidates), needs: [forward] }]),
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
  target: PredictionRequest,
  candidates: readonly (readonly [string, number])[],
): Pick<Step, "title" | "why" | "lines" | "expect"> {
  const sum = candidates.reduce((all, [, weight]) => all + weight, 0);
  const expectation = candidates.map(([candidate, weight]) => {
    const share = weight / sum;
    const spread = 3 * Math.sqrt(requests * share * (1 - share));
    return `${Math.max(0, Math.floor(requests * share - spread))} to ${Math.min(requests, Math.ceil(requests * share + spread))} answers from ${candidate}`;
  });
  return {
    title: `Verify the traffic split: ${candidates.map(([, weight]) => weight).join("/")}`,
    why: `The command sends ${requests} requests and counts the answers of each candidate. The requests do not contain the header "x-seldon-route", because this header pins a request to one candidate.`,
    lines: [
      `for i in $(seq ${requests}); do curl --silent --output /dev/null --dump-header - ${target.request}; done | grep -i '^x-seldon-route:' | tr -d '\\r' | sort | uniq -c`,
    ],
    expect: `${expectation.join(", and ")}. In fewer than 1 of 100 runs, a count is outside its range by chance`,
  };
}
