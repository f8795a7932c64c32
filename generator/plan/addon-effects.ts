import { isDeepStrictEqual } from "node:util";
import { textAt } from "../evaluate/manifests/reading.ts";
import type { ApplicationName } from "../layout/names.ts";
import { joinNames } from "../text/listed.ts";
import { guardrailsPart, secretsPart, tokensPart } from "../validate/addons/application.ts";
import type { ChartSpec } from "../validate/addons/chart.ts";
import { type ChartId, knownChart } from "../validate/addons/charts-entry.ts";
import type { ContractName } from "../validate/addons/contracts.ts";
import { immutableWorkloads } from "../validate/addons/immutable.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";

type AddonApplicationName = Extract<ApplicationName, { readonly of: "addon" }>;

/** The effects of a change to an Application of an add-on: what starts, changes version, restarts or goes. */
export function addonEffects(
  { verb, before, after }: Change,
  { addon, application }: AddonApplicationName,
  { cluster, inventory }: EffectContext,
): readonly EffectDescription[] {
  if (application === guardrailsPart) return [];
  if (application === tokensPart) return verb === "delete" ? [tokensGo(addon)] : [];
  const spec = cluster.addons.find(({ name }) => name === addon)?.spec;
  switch (verb) {
    case "create":
      return [
        {
          message: isAutomated(after)
            ? `Argo CD installs ${sourceText(after)} of add-on ${addon}${isRenderedHere(after) ? "" : ". Argo CD renders these objects, so Tenantry has not checked them"}.`
            : `Argo CD compares ${sourceText(after)} of add-on ${addon} with what runs, and changes nothing.`,
          traffic: "none",
        },
      ];
    case "delete":
      if (application === secretsPart) return [secretsGo(addon)];
      return [
        removal(before, addon, {
          data: spec?.applications[application]?.data,
          carries: requestContracts.some((contract) => spec?.provides[contract] !== undefined),
        }),
      ];
    default:
      return [
        ...(isAutomated(after) && !isAutomated(before) ? [adoption(after, addon)] : []),
        ...sourceChange(before, after, addon, {
          carries: requestContracts.some((contract) => spec?.provides[contract] !== undefined),
          chart: chartOf(spec?.applications[application]?.chart, inventory),
        }),
      ];
  }
}

/** External Secrets Operator owns the Secrets that it fills. */
function secretsGo(addon: string): EffectDescription {
  return {
    message: `The Secrets that a store fills for add-on ${addon} go with their ExternalSecrets. Pods of the add-on that start afterwards wait until a person creates the Secrets.`,
    traffic: "none",
    risk: "high",
  };
}

function tokensGo(addon: string): EffectDescription {
  return {
    message: `The gateway of add-on ${addon} no longer validates tokens, because no route requires one.`,
    traffic: "none",
  };
}

/** Contracts of add-ons that requests from outside or between pods pass through. */
const requestContracts = [
  "loadBalancers",
  "gateway",
  "ingressController",
  "mesh",
] as const satisfies readonly ContractName[];

interface Removed {
  /** The data of the objects, as the end of a sentence. */
  readonly data: string | undefined;
  /** Whether requests pass through the add-on, of the platform's services too, which no tenant's file shows. */
  readonly carries: boolean;
}

function removal(before: RawMap | undefined, addon: string, { data, carries }: Removed): EffectDescription {
  const cascades = valueAt(before, ["metadata", "finalizers"]) !== undefined;
  if (!cascades)
    return {
      message: `The objects of ${sourceText(before)} of add-on ${addon} stay in the cluster, CustomResourceDefinitions and running pods too, and Argo CD no longer manages them.`,
      traffic: "none",
      risk: "medium",
    };
  const lost = data === undefined ? "" : ` The data goes: ${data}.`;
  const failing = carries ? " Requests that pass through these objects fail." : "";
  return {
    message: `Argo CD deletes the objects of ${sourceText(before)} of add-on ${addon}.${failing}${lost}`,
    traffic: carries ? "down" : "none",
    risk: data === undefined && !carries ? "medium" : "high",
  };
}

function isAutomated(application: RawMap | undefined): boolean {
  return valueAt(application, ["spec", "syncPolicy", "automated"]) !== undefined;
}

function adoption(after: RawMap | undefined, addon: string): EffectDescription {
  return {
    message: `Argo CD adopts the objects of ${sourceText(after)} of add-on ${addon}. Pods restart only if their templates differ.`,
    traffic: "none",
    risk: "medium",
  };
}

function chartOf(id: ChartId | undefined, { charts }: EffectContext["inventory"]): ChartSpec | undefined {
  return id && knownChart(charts, id)?.spec;
}

const webhookKinds = /(Validating|Mutating)WebhookConfiguration$/;

/** The pods that restart, and what that means for requests and for changes of other objects. */
function restarts(chart: ChartSpec | undefined, carries: boolean): string {
  const pods = immutableWorkloads(chart ?? { pods: {} }).map(([workload]) => workload);
  const which = pods.length === 0 ? "Changed pods restart" : `The pods of ${joinNames(pods)} restart`;
  const failing = carries ? " Requests that pass through them may fail meanwhile." : "";
  const webhooks = chart?.clusterKinds.some((kind) => webhookKinds.test(kind)) === true;
  const rejected = webhooks
    ? " Until the new pods are ready, the API server can reject objects that the webhooks of the chart check, and Argo CD retries."
    : "";
  return `${which}.${failing}${rejected}`;
}

interface Restarted {
  /** Whether requests pass through the add-on. */
  readonly carries: boolean;
  /** The description of the new version. */
  readonly chart: ChartSpec | undefined;
}

function sourceChange(
  before: RawMap | undefined,
  after: RawMap | undefined,
  addon: string,
  { carries, chart }: Restarted,
): readonly EffectDescription[] {
  const [old, fresh] = [versionOf(before), versionOf(after)];
  const moved = sourceText(before) !== sourceText(after);
  if (moved && !isRenderedHere(after))
    return [
      {
        message:
          old === fresh
            ? `Add-on ${addon} uses ${sourceText(after)} instead of ${sourceText(before)}.`
            : `Add-on ${addon} changes from ${sourceText(before)} to ${sourceText(after)}. Argo CD renders the new version, so Tenantry has not checked its objects. ${restarts(chart, carries)}`,
        traffic: carries && old !== fresh ? "brief" : "none",
        risk: "medium",
      },
    ];
  const values = ["spec", "source", "helm", "valuesObject"];
  if (isDeepStrictEqual(valueAt(before, values), valueAt(after, values))) return [];
  return [
    {
      message: `The values of ${sourceText(after)} of add-on ${addon} change. Changed pods restart.`,
      traffic: "none",
    },
  ];
}

/** A chart with its version, a folder of another repository with its revision, or objects of this repository. */
function sourceText(application: RawMap | undefined): string {
  const chart = textAt(application, "spec", "source", "chart");
  if (chart !== undefined) return `chart ${chart} ${versionOf(application)}`;
  if (isRenderedHere(application)) return `Application ${textAt(application, "metadata", "name")?.split(".").at(-1)}`;
  return `${textAt(application, "spec", "source", "repoURL")} ${versionOf(application)}`;
}

function versionOf(application: RawMap | undefined): string {
  return (textAt(application, "spec", "source", "targetRevision") ?? "").replace("refs/tags/", "");
}

/** Whether Tenantry renders the objects of the Application, in a folder of a cluster. */
function isRenderedHere(application: RawMap | undefined): boolean {
  return /(^|\/)clusters\/[^/]+\/rendered\//.test(textAt(application, "spec", "source", "path") ?? "");
}
