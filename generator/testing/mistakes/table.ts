import { amountMistakes } from "./amounts.ts";
import { clusterMistakes } from "./clusters.ts";
import { componentMistakes } from "./components.ts";
import { fieldMistakes } from "./fields.ts";
import type { MistakeCase } from "./mistake.ts";
import { placementMistakes } from "./placement.ts";
import { platformMistakes } from "./platform.ts";
import { referenceMistakes } from "./references.ts";
import { ruleMistakes } from "./rules.ts";
import { schemaMistakes } from "./schemas.ts";
import { secretMistakes } from "./secrets.ts";
import { textMistakes } from "./text.ts";
import { typeMistakes } from "./types.ts";
import { wordMistakes } from "./words.ts";

/** Mistakes of users who write a file for the first time. */
export const mistakes: Readonly<Record<string, readonly MistakeCase[]>> = {
  text: textMistakes,
  fields: fieldMistakes,
  types: typeMistakes,
  amounts: amountMistakes,
  words: wordMistakes,
  references: referenceMistakes,
  placement: placementMistakes,
  components: componentMistakes,
  secrets: secretMistakes,
  rules: ruleMistakes,
  platform: platformMistakes,
  schemas: schemaMistakes,
  clusters: clusterMistakes,
};
