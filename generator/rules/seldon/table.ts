import type { Rule } from "../rule.ts";
import { agentContract } from "./agent-contract.ts";
import { chartValueUnknown } from "./chart-value-unknown.ts";
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
import { ignoredField } from "./ignored-field.ts";
import { modelDoesNotFit } from "./model-does-not-fit.ts";
import { modelName } from "./model-name.ts";
import { modelServerUnknown } from "./model-server-unknown.ts";
import { overrideUnknownContainer } from "./override-unknown-container.ts";
import { pipelineCycle } from "./pipeline-cycle.ts";
import { pipelineInputIsTrigger } from "./pipeline-input-is-trigger.ts";
import { pipelineNoExternalInput } from "./pipeline-no-external-input.ts";
import { pipelineNoStep } from "./pipeline-no-step.ts";
import { pipelineReference } from "./pipeline-reference.ts";
import { pipelineStepName } from "./pipeline-step-name.ts";
import { pipelineStepWithoutModel } from "./pipeline-step-without-model.ts";
import { pipelineUnknownStep } from "./pipeline-unknown-step.ts";
import { pipelineUnknownTrigger } from "./pipeline-unknown-trigger.ts";
import { publicRemoteMissing } from "./public-remote-missing.ts";
import { replicaBounds } from "./replica-bounds.ts";
import { requirementNotOffered } from "./requirement-not-offered.ts";
import { runtimeMissing } from "./runtime-missing.ts";
import { runtimeNotInferred } from "./runtime-not-inferred.ts";
import { runtimeOverride } from "./runtime-override.ts";
import { schedulerAlias } from "./scheduler-alias.ts";
import { secretOneKey } from "./secret-one-key.ts";
import { serverConfigContainers } from "./server-config-containers.ts";
import { serverConfigDead } from "./server-config-dead.ts";
import { serverConfigNotFound } from "./server-config-not-found.ts";
import { serverName } from "./server-name.ts";
import { sharedSchedulerName } from "./shared-scheduler-name.ts";
import { storageUri } from "./storage-uri.ts";
import { v1Kind } from "./v1-kind.ts";

/** What Seldon Core accepts and then fails on. */
export const seldon = [
  agentContract,
  chartValueUnknown,
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
  ignoredField,
  modelDoesNotFit,
  modelName,
  modelServerUnknown,
  overrideUnknownContainer,
  pipelineCycle,
  pipelineInputIsTrigger,
  pipelineNoExternalInput,
  pipelineNoStep,
  pipelineReference,
  pipelineStepName,
  pipelineStepWithoutModel,
  pipelineUnknownStep,
  pipelineUnknownTrigger,
  publicRemoteMissing,
  replicaBounds,
  requirementNotOffered,
  runtimeMissing,
  runtimeNotInferred,
  runtimeOverride,
  schedulerAlias,
  secretOneKey,
  serverConfigContainers,
  serverConfigDead,
  serverConfigNotFound,
  serverName,
  sharedSchedulerName,
  storageUri,
  v1Kind,
] as const satisfies readonly Rule[];
