import type { TenantScope } from "../generate/scope.ts";
import { type Block, heading } from "../text/document.ts";
import { notSynced, permissionDenied, revertChange, secretsMissing, whomToCall } from "./troubleshooting-delivery.ts";
import { pendingPods, quotaExceeded, serverPods } from "./troubleshooting-pods.ts";
import { type TroubleSection, type TroubleTopic, troubleBlocks } from "./troubleshooting-section.ts";
import { configNotFound, modelNotReady, pipelineStuck, requestsFail } from "./troubleshooting-serving.ts";

/** In the order in which somebody who is woken up would ask. */
const topics: readonly TroubleTopic[] = [
  firstLook,
  serverPods,
  pendingPods,
  quotaExceeded,
  modelNotReady,
  configNotFound,
  pipelineStuck,
  requestsFail,
  secretsMissing,
  notSynced,
  revertChange,
  permissionDenied,
  whomToCall,
];

/** What to do when something fails, by who may do it, and whom to call. */
export function troubles(scope: TenantScope, applications: readonly string[]): readonly Block[] {
  return [
    heading(2, "When something fails"),
    {
      text: "Who may run a block stands before it, unless every role of this tenant may.",
    },
    ...topics.flatMap((topic) => topic(scope, applications)).flatMap((trouble) => troubleBlocks(scope, trouble)),
  ];
}

const kinds = ["servers", "models", "pipelines", "experiments"] as const;

function firstLook({ tenant }: TenantScope): readonly TroubleSection[] {
  const own = kinds.filter((kind) => Object.keys(tenant.spec[kind]).length > 0);
  return [
    {
      title: "First look",
      message: "Find what is not ready or not running, then go to its section.",
      look: [
        ...(own.length === 0 ? [] : [`kubectl get ${own.join(",")} --namespace ${tenant.name}`]),
        `kubectl get pods --namespace ${tenant.name} --output wide`,
        `kubectl get events --namespace ${tenant.name} --field-selector type=Warning --sort-by .lastTimestamp`,
      ],
    },
  ];
}
