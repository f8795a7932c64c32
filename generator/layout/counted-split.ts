/** Candidates of an experiment, each with its weight. */
type Candidates = readonly (readonly [string, number])[];

/** The number of requests that a step sends to count the answers of each candidate. */
export const countedRequests = 200;

/**
 * The command that sends many requests and counts the candidates that answered.
 * @param request Arguments of curl.
 * @param pause Seconds between two requests.
 */
export function countAnswers(request: string, pause?: number): string {
  const wait = pause === undefined ? "" : `sleep ${pause}; `;
  return `for i in $(seq ${countedRequests}); do ${wait}curl --silent --output /dev/null --dump-header - ${request}; done | grep -i '^x-seldon-route:' | tr -d '\\r' | sort | uniq -c`;
}

/** The weights in a title. */
export function weightsText(candidates: Candidates): string {
  return candidates.map(([, weight]) => weight).join("/");
}

/** The expected counts: within three standard deviations. */
export function splitText(candidates: Candidates): string {
  const sum = candidates.reduce((all, [, weight]) => all + weight, 0);
  const ranges = candidates.map(([candidate, weight]) => {
    const share = weight / sum;
    const spread = 3 * Math.sqrt(countedRequests * share * (1 - share));
    const least = Math.max(0, Math.floor(countedRequests * share - spread));
    const most = Math.min(countedRequests, Math.ceil(countedRequests * share + spread));
    return `${least} to ${most} answers from ${candidate}`;
  });
  return `${ranges.join(", and ")}. In fewer than 1 of 100 runs, a count is outside its range by chance`;
}
