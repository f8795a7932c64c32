import type { CheckRule } from "../rule.ts";
import { seldonAgentContract } from "./agent-contract.ts";
import { seldonChartValueUnknown } from "./chart-value-unknown.ts";
import { seldonExperimentCandidateUnknown } from "./experiment-candidate-unknown.ts";
import { seldonExperimentDefaultNotACandidate } from "./experiment-default-not-a-candidate.ts";
import { seldonExperimentDuplicateCandidate } from "./experiment-duplicate-candidate.ts";
import { seldonExperimentMirrorPercent } from "./experiment-mirror-percent.ts";
import { seldonExperimentNoTraffic } from "./experiment-no-traffic.ts";
import { seldonExperimentResourceType } from "./experiment-resource-type.ts";
import { seldonExperimentSameArtifact } from "./experiment-same-artifact.ts";
import { seldonExperimentSharedDefault } from "./experiment-shared-default.ts";
import { seldonExperimentWeightsSum } from "./experiment-weights-sum.ts";
import { seldonExplainerTarget } from "./explainer-target.ts";
import { seldonExplainerTargetUnknown } from "./explainer-target-unknown.ts";
import { seldonIgnoredField } from "./ignored-field.ts";
import { seldonModelDoesNotFit } from "./model-does-not-fit.ts";
import { seldonModelName } from "./model-name.ts";
import { seldonModelServerUnknown } from "./model-server-unknown.ts";
import { seldonOverrideUnknownContainer } from "./override-unknown-container.ts";
import { seldonPipelineCycle } from "./pipeline-cycle.ts";
import { seldonPipelineInputIsTrigger } from "./pipeline-input-is-trigger.ts";
import { seldonPipelineNoExternalInput } from "./pipeline-no-external-input.ts";
import { seldonPipelineNoStep } from "./pipeline-no-step.ts";
import { seldonPipelineReference } from "./pipeline-reference.ts";
import { seldonPipelineStepName } from "./pipeline-step-name.ts";
import { seldonPipelineStepWithoutModel } from "./pipeline-step-without-model.ts";
import { seldonPipelineUnknownStep } from "./pipeline-unknown-step.ts";
import { seldonPipelineUnknownTrigger } from "./pipeline-unknown-trigger.ts";
import { seldonPublicRemoteMissing } from "./public-remote-missing.ts";
import { seldonReplicaBounds } from "./replica-bounds.ts";
import { seldonRequirementNotOffered } from "./requirement-not-offered.ts";
import { seldonRuntimeMissing } from "./runtime-missing.ts";
import { seldonRuntimeNotInferred } from "./runtime-not-inferred.ts";
import { seldonRuntimeOverride } from "./runtime-override.ts";
import { seldonSchedulerAlias } from "./scheduler-alias.ts";
import { seldonSecretOneKey } from "./secret-one-key.ts";
import { seldonServerConfigContainers } from "./server-config-containers.ts";
import { seldonServerConfigDead } from "./server-config-dead.ts";
import { seldonServerConfigNotFound } from "./server-config-not-found.ts";
import { seldonServerName } from "./server-name.ts";
import { seldonSharedSchedulerName } from "./shared-scheduler-name.ts";
import { seldonSinglePod } from "./single-pod.ts";
import { seldonStorageUri } from "./storage-uri.ts";
import { seldonStrictMtls } from "./strict-mtls.ts";
import { seldonV1Kind } from "./v1-kind.ts";

/** Rules about objects that Seldon Core accepts and then fails on. */
export const seldonRules = [
  seldonAgentContract,
  seldonChartValueUnknown,
  seldonExperimentCandidateUnknown,
  seldonExperimentDefaultNotACandidate,
  seldonExperimentDuplicateCandidate,
  seldonExperimentMirrorPercent,
  seldonExperimentNoTraffic,
  seldonExperimentResourceType,
  seldonExperimentSameArtifact,
  seldonExperimentSharedDefault,
  seldonExperimentWeightsSum,
  seldonExplainerTarget,
  seldonExplainerTargetUnknown,
  seldonIgnoredField,
  seldonModelDoesNotFit,
  seldonModelName,
  seldonModelServerUnknown,
  seldonOverrideUnknownContainer,
  seldonPipelineCycle,
  seldonPipelineInputIsTrigger,
  seldonPipelineNoExternalInput,
  seldonPipelineNoStep,
  seldonPipelineReference,
  seldonPipelineStepName,
  seldonPipelineStepWithoutModel,
  seldonPipelineUnknownStep,
  seldonPipelineUnknownTrigger,
  seldonPublicRemoteMissing,
  seldonReplicaBounds,
  seldonRequirementNotOffered,
  seldonRuntimeMissing,
  seldonRuntimeNotInferred,
  seldonRuntimeOverride,
  seldonSchedulerAlias,
  seldonSecretOneKey,
  seldonServerConfigContainers,
  seldonServerConfigDead,
  seldonServerConfigNotFound,
  seldonServerName,
  seldonSharedSchedulerName,
  seldonSinglePod,
  seldonStorageUri,
  seldonStrictMtls,
  seldonV1Kind,
] as const satisfies readonly CheckRule[];
