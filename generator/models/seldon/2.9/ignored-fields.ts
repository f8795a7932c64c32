import { modelKind, pipelineKind, serverKind } from "../../kinds.ts";
import type { IgnoredFields } from "../facts.ts";

/** Fields of the CRDs that nothing in 2.9.1 reads. */
export const ignoredFields: IgnoredFields = {
  [modelKind]: [
    ["spec", "preloaded"],
    ["spec", "dedicated"],
    ["spec", "schemaUri"],
    ["spec", "logger", "percent"],
  ],
  [serverKind]: [["spec", "imageOverrides"]],
  [pipelineKind]: [["spec", "steps", "*", "batch", "rolling"]],
};
