import { accessCommand } from "./access.ts";
import { buildCommand } from "./build.ts";
import { bundleCommand } from "./bundle.ts";
import { capacityCommand } from "./capacity.ts";
import { chartsCommand } from "./charts.ts";
import { checkCommand } from "./check.ts";
import { commentCommand } from "./comment.ts";
import { commitCommand } from "./commit.ts";
import type { CommandEntry } from "./define.ts";
import { diffCommand } from "./diff.ts";
import { dueCommand } from "./due.ts";
import { explainCommand } from "./explain.ts";
import { guardCommand } from "./guard.ts";
import { helpCommand } from "./help.ts";
import { initCommand } from "./init.ts";
import { lintCommand } from "./lint.ts";
import { newCommand } from "./new.ts";
import { planCommand } from "./plan.ts";
import { promoteCommand } from "./promote.ts";
import { publishCommand } from "./publish.ts";
import { reachCommand } from "./reach.ts";
import { removeSampleCommand } from "./remove-sample.ts";
import { reportCommand } from "./report.ts";
import { schemaCommand } from "./schema.ts";
import { secretsCommand } from "./secrets.ts";
import { setCommand } from "./set.ts";
import { upgradeCommand } from "./upgrade.ts";
import { versionsCommand } from "./versions.ts";

/** All commands, in the order in which help lists them. */
export const commands: readonly CommandEntry[] = [
  newCommand,
  setCommand,
  promoteCommand,
  checkCommand,
  buildCommand,
  explainCommand,
  reachCommand,
  capacityCommand,
  helpCommand,
  diffCommand,
  guardCommand,
  accessCommand,
  planCommand,
  lintCommand,
  dueCommand,
  initCommand,
  upgradeCommand,
  versionsCommand,
  chartsCommand,
  secretsCommand,
  removeSampleCommand,
  reportCommand,
  schemaCommand,
  bundleCommand,
  commitCommand,
  publishCommand,
  commentCommand,
];
