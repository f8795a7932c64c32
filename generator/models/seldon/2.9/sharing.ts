import type { SeldonFacts } from "../facts.ts";

/** How several pods of each component divide its work, from the sources of 2.9.1 (decision 40). */
export const sharing: SeldonFacts["sharing"] = {
  // Models and Servers are in its memory, pipelines and experiments in a database that one process opens.
  scheduler: "one",
  // The scheduler sends all routes to each Envoy.
  envoy: "any",
  // Each pod reads all answers, with a separate consumer group.
  pipelineGateway: "any",
  // All pods are in one consumer group for each model: Kafka gives each partition to one of them.
  modelGateway: "takeover",
  // The scheduler gives each pipeline to one pod, and to another pod if the stream to the first pod ends.
  dataflow: "takeover",
};
