import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { runtimeNamespace } from "../patterns/pattern.ts";
import { type PredictionRequest, requestBody, requestTo } from "./request.ts";
import type { Step } from "./runbook-step.ts";

/** Opens port 8080 of this machine to a namespace's Envoy. */
export function forwardMesh(namespace: string): string {
  return `kubectl port-forward --namespace ${namespace} service/seldon-mesh 8080:80 &`;
}

const requests = 200;

/** Requests, and what comes back: of a model or an experiment, through a pipeline, and counted. */
export function firstAnswers(scope: TenantScope): readonly Step[] {
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
      title: "Close the port",
      why: "The port-forward still runs in the background of this shell.",
      needs: [forward],
      lines: ["kill %1"],
      expect: "nothing, or that the job is terminated",
    },
  ];
}

function oneRequest({ header }: PredictionRequest): Pick<Step, "title" | "why" | "expect"> {
  return {
    title: "One request",
    why: `The model says what it takes; node writes request.json, a request for one row of zeros of that, or of four columns where the model says nothing: write as many as it was trained with. Who answers is decided by the header seldon-model: ${header}, not by the path.`,
    expect: "200, a header x-seldon-route that names the model that answered, and outputs in the body",
  };
}

function throughPipeline(name: string, others: readonly string[]): Pick<Step, "title" | "why" | "expect"> {
  return {
    title: `One request through pipeline ${name}`,
    why: `Its first step says what it takes. The data goes from step to step through Kafka.${others.length === 0 ? "" : ` Ask ${others.join(", ")} alike.`}`,
    expect: "200, and the outputs of its last steps in the body; a first answer may take some seconds",
  };
}

function counted(
  asking: PredictionRequest,
  candidates: readonly (readonly [string, number])[],
): Pick<Step, "title" | "why" | "lines" | "expect"> {
  const sum = candidates.reduce((all, [, weight]) => all + weight, 0);
  const expectation = candidates.map(([candidate, weight]) => {
    const share = weight / sum;
    const spread = 3 * Math.sqrt(requests * share * (1 - share));
    return `${candidate} between ${Math.max(0, Math.floor(requests * share - spread))} and ${Math.min(requests, Math.ceil(requests * share + spread))} times`;
  });
  return {
    title: `Count who answers: ${candidates.map(([, weight]) => weight).join("/")}`,
    why: `${requests} requests, none of which sends the route of the one before along: that header would pin it to one candidate.`,
    lines: [
      `for i in $(seq ${requests}); do curl --silent --output /dev/null --dump-header - ${asking.request}; done | grep -i '^x-seldon-route:' | tr -d '\\r' | sort | uniq -c`,
    ],
    expect: `${expectation.join(", ")}; less than once in a hundred times it is further off by chance`,
  };
}
