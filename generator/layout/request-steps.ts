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
    why: `The model describes its inputs, and node writes request.json: one row of zeros for these inputs. If the model describes no inputs, the row has four columns. In that case, write as many columns as the model was trained with. The header seldon-model: ${header} selects the target, the path does not.`,
    expect: "status 200, a header x-seldon-route that names the model that answered, and outputs in the body",
  };
}

function throughPipeline(name: string, others: readonly string[]): Pick<Step, "title" | "why" | "expect"> {
  return {
    title: `Send one request through pipeline ${name}`,
    why: `The first step of the pipeline describes the inputs. The data moves from step to step through Kafka.${others.length === 0 ? "" : ` Send a request to ${others.join(", ")} in the same way.`}`,
    expect: "status 200, and the outputs of its last steps in the body. The first answer can take some seconds",
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
    return `${candidate} between ${Math.max(0, Math.floor(requests * share - spread))} and ${Math.min(requests, Math.ceil(requests * share + spread))} times`;
  });
  return {
    title: `Verify the traffic split: ${candidates.map(([, weight]) => weight).join("/")}`,
    why: `The command sends ${requests} requests, and counts the answers of each candidate. No request has the header x-seldon-route of an earlier answer, because that header would pin the request to one candidate.`,
    lines: [
      `for i in $(seq ${requests}); do curl --silent --output /dev/null --dump-header - ${target.request}; done | grep -i '^x-seldon-route:' | tr -d '\\r' | sort | uniq -c`,
    ],
    expect: `${expectation.join(", ")}. In less than one of a hundred runs, a count is outside its range by chance`,
  };
}
