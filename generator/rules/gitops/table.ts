import type { CheckRule } from "../rule.ts";
import { gitopsApplicationFollows } from "./application-follows.ts";
import { gitopsApplicationMissing } from "./application-missing.ts";
import { gitopsApplicationPath } from "./application-path.ts";
import { gitopsAutoscaledReplicas } from "./autoscaled-replicas.ts";
import { gitopsBadLabel } from "./bad-label.ts";
import { gitopsForeignEdge } from "./foreign-edge.ts";
import { gitopsForeignPrefix } from "./foreign-prefix.ts";
import { gitopsIgnoreMatchesNothing } from "./ignore-matches-nothing.ts";
import { gitopsKustomization } from "./kustomization.ts";
import { gitopsMoved } from "./moved.ts";
import { gitopsNoRetry } from "./no-retry.ts";
import { gitopsPatchShortens } from "./patch-shortens.ts";
import { gitopsProjectDestination } from "./project-destination.ts";
import { gitopsProjectGlob } from "./project-glob.ts";
import { gitopsProjectReach } from "./project-reach.ts";
import { gitopsProjectRefuses } from "./project-refuses.ts";
import { gitopsProjectScope } from "./project-scope.ts";
import { gitopsProjectUnknown } from "./project-unknown.ts";
import { gitopsRenamed } from "./renamed.ts";
import { gitopsRevision } from "./revision.ts";
import { gitopsSelectorMismatch } from "./selector-mismatch.ts";
import { gitopsStoredForm } from "./stored-form.ts";
import { gitopsSyncOption } from "./sync-option.ts";
import { gitopsTwice } from "./twice.ts";
import { gitopsUndeclaredKind } from "./undeclared-kind.ts";
import { gitopsWaveOrder } from "./wave-order.ts";

/** Rules about Argo CD and kustomize. */
export const gitopsRules = [
  gitopsApplicationFollows,
  gitopsApplicationMissing,
  gitopsApplicationPath,
  gitopsAutoscaledReplicas,
  gitopsBadLabel,
  gitopsForeignEdge,
  gitopsForeignPrefix,
  gitopsIgnoreMatchesNothing,
  gitopsKustomization,
  gitopsMoved,
  gitopsNoRetry,
  gitopsPatchShortens,
  gitopsProjectDestination,
  gitopsProjectGlob,
  gitopsProjectReach,
  gitopsProjectRefuses,
  gitopsProjectScope,
  gitopsProjectUnknown,
  gitopsRenamed,
  gitopsRevision,
  gitopsSelectorMismatch,
  gitopsStoredForm,
  gitopsSyncOption,
  gitopsTwice,
  gitopsUndeclaredKind,
  gitopsWaveOrder,
] as const satisfies readonly CheckRule[];
