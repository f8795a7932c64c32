import { addonApplicationMistakes } from "./addon-applications.ts";
import { addonFieldMistakes } from "./addon-fields.ts";
import { addonNameMistakes } from "./addon-names.ts";
import { addonReferenceMistakes } from "./addon-references.ts";
import { addonWorkloadMistakes } from "./addon-workloads.ts";
import { addonLifeMistakes } from "./addons-on-clusters.ts";
import { addressPoolMistakes } from "./address-pools.ts";
import { amountMistakes } from "./amounts.ts";
import { capacityMistakes } from "./capacity.ts";
import { chartMistakes } from "./charts.ts";
import { clusterAddonMistakes } from "./cluster-addons.ts";
import { clusterMistakes } from "./clusters.ts";
import { componentMistakes } from "./components.ts";
import { fieldMistakes } from "./fields.ts";
import { hubMistakes } from "./hubs.ts";
import { misplacedFieldMistakes } from "./misplaced-fields.ts";
import type { MistakeCase } from "./mistake.ts";
import { modelMistakes } from "./model-needs.ts";
import { placementMistakes } from "./placement.ts";
import { platformMistakes } from "./platform.ts";
import { platformEndpointMistakes } from "./platform-endpoints.ts";
import { platformLimitMistakes } from "./platform-limits.ts";
import { referenceMistakes } from "./references.ts";
import { ruleMistakes } from "./rules.ts";
import { schemaMistakes } from "./schemas.ts";
import { secretMistakes } from "./secrets.ts";
import { servingReferenceMistakes } from "./serving-references.ts";
import { textMistakes } from "./text.ts";
import { typeMistakes } from "./types.ts";
import { wordMistakes } from "./words.ts";

/** Mistakes of users who write a file for the first time. */
export const mistakes: Readonly<Record<string, readonly MistakeCase[]>> = {
  text: textMistakes,
  fields: fieldMistakes,
  "misplaced fields": misplacedFieldMistakes,
  types: typeMistakes,
  amounts: amountMistakes,
  words: wordMistakes,
  references: referenceMistakes,
  "serving references": servingReferenceMistakes,
  placement: placementMistakes,
  components: componentMistakes,
  secrets: secretMistakes,
  capacity: capacityMistakes,
  models: modelMistakes,
  rules: ruleMistakes,
  platform: platformMistakes,
  "limits of the platform": platformLimitMistakes,
  "endpoints of the platform": platformEndpointMistakes,
  hubs: hubMistakes,
  schemas: schemaMistakes,
  clusters: clusterMistakes,
  charts: chartMistakes,
  "the life of add-ons": addonLifeMistakes,
  "add-ons": addonFieldMistakes,
  "Applications of add-ons": addonApplicationMistakes,
  "workloads of add-ons": addonWorkloadMistakes,
  "names in add-ons": addonNameMistakes,
  "add-ons on a cluster": addonReferenceMistakes,
  "a cluster's add-ons": clusterAddonMistakes,
  "address pools": addressPoolMistakes,
};
