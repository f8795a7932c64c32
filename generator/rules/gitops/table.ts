import type { Rule } from "../rule.ts";
import { applicationFollows } from "./application-follows.ts";
import { applicationMissing } from "./application-missing.ts";
import { applicationPath } from "./application-path.ts";
import { autoscaledReplicas } from "./autoscaled-replicas.ts";
import { badLabel } from "./bad-label.ts";
import { foreignPrefix } from "./foreign-prefix.ts";
import { ignoreMatchesNothing } from "./ignore-matches-nothing.ts";
import { kustomization } from "./kustomization.ts";
import { moved } from "./moved.ts";
import { noRetry } from "./no-retry.ts";
import { patchShortens } from "./patch-shortens.ts";
import { projectGlob } from "./project-glob.ts";
import { projectReach } from "./project-reach.ts";
import { projectRefuses } from "./project-refuses.ts";
import { projectScope } from "./project-scope.ts";
import { projectUnknown } from "./project-unknown.ts";
import { renamed } from "./renamed.ts";
import { revision } from "./revision.ts";
import { selectorMismatch } from "./selector-mismatch.ts";
import { storedForm } from "./stored-form.ts";
import { syncOption } from "./sync-option.ts";
import { twice } from "./twice.ts";
import { undeclaredKind } from "./undeclared-kind.ts";
import { waveOrder } from "./wave-order.ts";

/** What Argo CD and kustomize make of the tree. */
export const gitops = [
  applicationFollows,
  applicationMissing,
  applicationPath,
  autoscaledReplicas,
  badLabel,
  foreignPrefix,
  ignoreMatchesNothing,
  kustomization,
  moved,
  noRetry,
  patchShortens,
  projectGlob,
  projectReach,
  projectRefuses,
  projectScope,
  projectUnknown,
  renamed,
  revision,
  selectorMismatch,
  storedForm,
  syncOption,
  twice,
  undeclaredKind,
  waveOrder,
] as const satisfies readonly Rule[];
