import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Change } from "../plan/change.ts";
import { accessStatements } from "./access.ts";
import { capacityStatements } from "./capacity.ts";
import { uncomparedStatements } from "./compared-kinds.ts";
import { namespaceLabelStatements } from "./namespace-labels.ts";
import { placementStatements } from "./placement.ts";
import { podSecurityStatements } from "./pod-security.ts";
import { promotionStatements } from "./promotion.ts";
import { limitStatements, quotaStatements } from "./quota.ts";
import { reachStatements } from "./reach.ts";
import { runningStatements } from "./running.ts";
import { secretStatements } from "./secrets.ts";
import type { Side } from "./side.ts";
import { compareStatements, type Risk, type Statement, worst } from "./statement.ts";

/** What a change does, from one desired state to another. */
export interface Difference {
  /** What it is compared with. */
  readonly base: string;
  readonly changes: readonly Change[];
  readonly statements: readonly Statement[];
  readonly risk: Risk;
  /** What stands in the way of it: findings of the checks over the state after it, and of the rules over changes. */
  readonly findings: readonly Diagnostic[];
}

type Aspect = (before: Side, after: Side, changes: readonly Change[]) => readonly Statement[];

/** Each says one kind of thing, and none of them knows of the others. */
const aspects: readonly Aspect[] = [
  (_, after, changes) => runningStatements(changes, after.inventory),
  (_, __, changes) => quotaStatements(changes),
  (_, __, changes) => limitStatements(changes),
  (_, __, changes) => podSecurityStatements(changes),
  namespaceLabelStatements,
  placementStatements,
  secretStatements,
  (_, __, changes) => uncomparedStatements(changes),
  reachStatements,
  accessStatements,
  promotionStatements,
  capacityStatements,
];

export function statementsOf(before: Side, after: Side, changes: readonly Change[]): readonly Statement[] {
  return aspects.flatMap((aspect) => aspect(before, after, changes)).sort(compareStatements);
}

export function difference(
  base: string,
  changes: readonly Change[],
  statements: readonly Statement[],
  findings: readonly Diagnostic[],
): Difference {
  return { base, changes, statements, risk: worst(statements.map(({ risk }) => risk)), findings };
}
