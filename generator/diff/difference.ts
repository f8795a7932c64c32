import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Change } from "../plan/change.ts";
import { accessStatements } from "./access.ts";
import { argoCDMoveStatements } from "./argo-cd-moves.ts";
import { capacityStatements } from "./capacity.ts";
import { clusterSetStatements } from "./cluster-set.ts";
import { unknownGrantStatements } from "./compared-kinds.ts";
import type { DesiredState } from "./desired-state.ts";
import { isDeparture, leavingClusterStatements, leavingClusters } from "./leaving-clusters.ts";
import { namespaceLabelStatements } from "./namespace-labels.ts";
import { isImpliedByNewCluster, newClusterNeeds, newClusterStatements, newClusters } from "./new-clusters.ts";
import { placementStatements } from "./placement.ts";
import { podSecurityStatements } from "./pod-security.ts";
import { projectKindStatements } from "./project-kinds.ts";
import { promotionStatements } from "./promotion.ts";
import { limitStatements, quotaStatements } from "./quota.ts";
import { reachStatements } from "./reach.ts";
import { restartStatements } from "./restarts.ts";
import { routeStatements } from "./routes.ts";
import { secretStatements } from "./secrets.ts";
import { shareChanged, shareStatements } from "./shares.ts";
import { type ChangeRisk, compareStatements, highestRisk, type Statement } from "./statement.ts";

/** The effects of a change from one desired state to another. */
export interface Difference {
  /** The revision that the change is compared with. */
  readonly base: string;
  readonly changes: readonly Change[];
  readonly statements: readonly Statement[];
  readonly risk: ChangeRisk;
  /** Findings that block the change: of the checks of the state after it, and of the rules for changes. */
  readonly findings: readonly Diagnostic[];
}

type Aspect = (before: DesiredState, after: DesiredState, changes: readonly Change[]) => readonly Statement[];

/** Each aspect reports one kind of effect, independently of the others. */
const aspects: readonly Aspect[] = [
  argoCDMoveStatements,
  clusterSetStatements,
  (_, after, changes) => restartStatements(changes, after.inventory),
  (_, __, changes) => quotaStatements(changes),
  (_, __, changes) => limitStatements(changes),
  (_, __, changes) => podSecurityStatements(changes),
  namespaceLabelStatements,
  placementStatements,
  secretStatements,
  shareStatements,
  (before, after, changes) =>
    unknownGrantStatements(changes.filter((change) => shareChanged(before, after, change) === undefined)),
  (_, __, changes) => projectKindStatements(changes),
  reachStatements,
  routeStatements,
  accessStatements,
  promotionStatements,
  capacityStatements,
];

export function statementsOf(
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const [leaving, added] = [leavingClusters(before, after), newClusters(before, after)];
  // A person applies the bootstrap of a hub, and it belongs to no cluster.
  const others = changes.filter((change) => change.hub === undefined && !isDeparture(change, leaving));
  const found = aspects.flatMap((aspect) => aspect(before, after, others));
  return [
    ...newClusterStatements(added),
    ...newClusterNeeds(added),
    ...leavingClusterStatements(leaving, changes),
    ...found.filter((statement) => !isImpliedByNewCluster(statement, added)),
  ].sort(compareStatements);
}

export function compareStates(
  base: string,
  changes: readonly Change[],
  statements: readonly Statement[],
  findings: readonly Diagnostic[],
): Difference {
  return { base, changes, statements, risk: highestRisk(statements.map(({ risk }) => risk)), findings };
}
