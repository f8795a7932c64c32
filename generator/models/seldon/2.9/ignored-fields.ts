import type { IgnoredFields } from "../facts.ts";

/** Fields of the CRDs that nothing in 2.9.1 reads. */
export const ignoredFields: IgnoredFields = {
  "mlops.seldon.io/Model": [
    ["spec", "preloaded"],
    ["spec", "dedicated"],
    ["spec", "schemaUri"],
    ["spec", "logger", "percent"],
  ],
  "mlops.seldon.io/Server": [["spec", "imageOverrides"]],
  "mlops.seldon.io/Pipeline": [["spec", "steps", "*", "batch", "rolling"]],
};
