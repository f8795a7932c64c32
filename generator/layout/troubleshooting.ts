import type { TenantScope } from "../generate/scope.ts";
import { type Block, heading } from "../text/document.ts";
import { shareLegend } from "./command-shares.ts";
import { contacts, notSynced, permissionDenied, revertChange, secretsMissing } from "./troubleshooting-delivery.ts";
import { pendingPods, quotaExceeded, serverPods } from "./troubleshooting-pods.ts";
import { requestsFromOutside } from "./troubleshooting-routes.ts";
import { type TroubleSection, type TroubleTopic, troubleBlocks } from "./troubleshooting-section.ts";
import { configNotFound, modelNotReady, pipelineStuck, requestsFail } from "./troubleshooting-serving.ts";

/** In the order in which an engineer on call needs them. */
const topics: readonly TroubleTopic[] = [
  firstLook,
  serverPods,
  pendingPods,
  quotaExceeded,
  modelNotReady,
  configNotFound,
  pipelineStuck,
  requestsFail,
  requestsFromOutside,
  secretsMissing,
  notSynced,
  revertChange,
  permissionDenied,
  contacts,
];

/** The steps to take when something fails, the roles that may take them, and the contacts. */
export function troubleshootingSections(scope: TenantScope, applications: readonly string[]): readonly Block[] {
  return [
    heading(2, "Troubleshooting"),
    { text: shareLegend },
    ...topics.flatMap((topic) => topic(scope, applications)).flatMap((trouble) => troubleBlocks(scope, trouble)),
  ];
}

const kinds = ["servers", "models", "pipelines", "experiments"] as const;

function firstLook({ tenant }: TenantScope): readonly TroubleSection[] {
  const used = kinds.filter((kind) => Object.keys(tenant.spec[kind]).length > 0);
  return [
    {
      title: "Start here",
      message: "Find the object that is not ready or not running, then go to the section for this object.",
      look: [
        ...(used.length === 0 ? [] : [`kubectl get ${used.join(",")} --namespace ${tenant.name}`]),
        `kubectl get pods --namespace ${tenant.name} --output wide`,
        `kubectl get events --namespace ${tenant.name} --field-selector type=Warning --sort-by .lastTimestamp`,
      ],
    },
  ];
}
