import type { Rule } from "../rule.ts";
import { experimentCandidateUnknown } from "./experiment-candidate-unknown.ts";
import { experimentDefaultNotACandidate } from "./experiment-default-not-a-candidate.ts";
import { experimentDuplicateCandidate } from "./experiment-duplicate-candidate.ts";
import { experimentMirrorPercent } from "./experiment-mirror-percent.ts";
import { experimentNoTraffic } from "./experiment-no-traffic.ts";
import { experimentResourceType } from "./experiment-resource-type.ts";
import { experimentSameArtifact } from "./experiment-same-artifact.ts";
import { experimentSharedDefault } from "./experiment-shared-default.ts";
import { experimentWeightsSum } from "./experiment-weights-sum.ts";
import { explainerTarget } from "./explainer-target.ts";
import { explainerTargetUnknown } from "./explainer-target-unknown.ts";
import { pipelineCycle } from "./pipeline-cycle.ts";
import { pipelineInputIsTrigger } from "./pipeline-input-is-trigger.ts";
import { pipelineNoExternalInput } from "./pipeline-no-external-input.ts";
import { pipelineNoStep } from "./pipeline-no-step.ts";
import { pipelineReference } from "./pipeline-reference.ts";
import { pipelineStepName } from "./pipeline-step-name.ts";
import { pipelineStepWithoutModel } from "./pipeline-step-without-model.ts";
import { pipelineUnknownStep } from "./pipeline-unknown-step.ts";
import { pipelineUnknownTrigger } from "./pipeline-unknown-trigger.ts";

/** What Seldon Core accepts and then fails on. */
export const seldon = [
  experimentCandidateUnknown,
  experimentDefaultNotACandidate,
  experimentDuplicateCandidate,
  experimentMirrorPercent,
  experimentNoTraffic,
  experimentResourceType,
  experimentSameArtifact,
  experimentSharedDefault,
  experimentWeightsSum,
  explainerTarget,
  explainerTargetUnknown,
  pipelineCycle,
  pipelineInputIsTrigger,
  pipelineNoExternalInput,
  pipelineNoStep,
  pipelineReference,
  pipelineStepName,
  pipelineStepWithoutModel,
  pipelineUnknownStep,
  pipelineUnknownTrigger,
] as const satisfies readonly Rule[];
