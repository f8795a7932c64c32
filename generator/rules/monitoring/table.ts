import type { CheckRule } from "../rule.ts";
import { monitoringAlertWithoutNamespace } from "./alert-without-namespace.ts";
import { monitoringDashboard } from "./dashboard.ts";
import { monitoringExpression } from "./expression.ts";
import { monitoringMonitorElsewhere } from "./monitor-elsewhere.ts";
import { monitoringMonitorSelectsNothing } from "./monitor-selects-nothing.ts";
import { monitoringNotSelected } from "./not-selected.ts";
import { monitoringSplitAlert } from "./split-alert.ts";

/** Rules about monitors, alerts and dashboards. */
export const monitoringRules = [
  monitoringAlertWithoutNamespace,
  monitoringDashboard,
  monitoringExpression,
  monitoringMonitorElsewhere,
  monitoringMonitorSelectsNothing,
  monitoringNotSelected,
  monitoringSplitAlert,
] as const satisfies readonly CheckRule[];
