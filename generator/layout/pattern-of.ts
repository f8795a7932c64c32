import { patternAnnotation } from "../models/marks.ts";
import { readObject } from "../models/read-object.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { patterns } from "../patterns/table.ts";
import { valueAt } from "../validate/merge.ts";
import { PatternName } from "../validate/terms.ts";

/** The pattern that a tree was generated for, read from the file of the platform's AppProject. */
export function patternOf(project: string | undefined): Pattern | undefined {
  const name = PatternName.safeParse(valueAt(readObject(project), ["metadata", "annotations", patternAnnotation]));
  return name.success ? patterns[name.data] : undefined;
}
