import { z } from "zod";
import { clusterLabel, environmentLabel } from "../models/marks.ts";
import { distinctItems, field, LabelKey, Labels, LabelValue } from "./terms.ts";

/** Labels that a platform team gives to a cluster. Tenantry gives it the labels with its own domain. */
export const ClusterLabels = z.record(
  LabelKey.refine((key) => !key.startsWith("tenantry.dev/"), "the labels of Tenantry are reserved"),
  LabelValue,
);

const withValues: readonly string[] = ["In", "NotIn"];

const Requirement = z
  .strictObject({
    key: field(LabelKey, "Key of the label.", "acme.test/region"),
    operator: field(
      z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
      "How the label is compared. `In` and `NotIn` need `values`. As in Kubernetes, `NotIn` also matches a cluster without the label.",
      "In",
    ),
    values: field(distinctItems(z.array(LabelValue).min(1).max(50)), "Values of the label, for `In` and `NotIn`.", [
      "eu",
    ]).optional(),
  })
  .superRefine(({ operator, values }, context) => {
    const needs = withValues.includes(operator);
    if (needs === (values !== undefined)) return;
    context.addIssue({
      code: "custom",
      path: needs ? [] : ["values"],
      message: needs ? `the operator ${operator} needs values` : `the operator ${operator} has no values`,
      params: { hint: needs ? "Add values: a list of the label's values." : "Remove values." },
    });
  });

/** A label selector in the form of Kubernetes. `label-selector.ts` evaluates it. */
export const ClusterSelector = z.strictObject({
  matchLabels: field(Labels, "Labels that a cluster must have, each with its value.", {
    [environmentLabel]: "production",
  }).optional(),
  matchExpressions: field(
    z.array(Requirement).max(20),
    "Requirements that the labels of a cluster must meet. A cluster must meet all requirements.",
    [{ key: "acme.test/region", operator: "In", values: ["eu"] }],
  ).optional(),
});

export type ClusterSelector = z.infer<typeof ClusterSelector>;

/** The labels of a cluster: its own, and the labels that Tenantry gives to every cluster. */
export function labelsOfCluster(
  name: string,
  environment: string | undefined,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    ...labels,
    [clusterLabel]: name,
    ...(environment === undefined ? {} : { [environmentLabel]: environment }),
  };
}
