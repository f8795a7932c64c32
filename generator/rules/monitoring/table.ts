import type { Rule } from "../rule.ts";
import { alertWithoutNamespace } from "./alert-without-namespace.ts";
import { dashboard } from "./dashboard.ts";
import { expression } from "./expression.ts";
import { monitorElsewhere } from "./monitor-elsewhere.ts";
import { monitorSelectsNothing } from "./monitor-selects-nothing.ts";
import { notSelected } from "./not-selected.ts";
import { splitAlert } from "./split-alert.ts";

/** Monitors, rules and alerts. */
export const monitoring = [
  alertWithoutNamespace,
  dashboard,
  expression,
  monitorElsewhere,
  monitorSelectsNothing,
  notSelected,
  splitAlert,
] as const satisfies readonly Rule[];
