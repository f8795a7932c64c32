import { z } from "zod";
import { field, ISODate, Line } from "./terms.ts";

const Waiver = z.strictObject({
  reason: field(Line, "Reason why the team accepts the finding.", "The bureau is reached through its own proxy"),
  owner: field(Line, "The team that is responsible for the waiver.", "Fraud Detection"),
  expires: field(
    ISODate,
    "The last day on which the waiver is valid, at most 366 days from today. `check` starts to warn two weeks before this day.",
    "2027-03-31",
  ),
});

/** Waivers of findings, by the rule's code: see generator/docs/rules.md. */
export const Waivers = z.record(
  z
    .string()
    .max(100)
    .regex(/^[a-z-]+\/[a-z0-9-]+$/, "it must be a rule's code: network/internet-without-exceptions"),
  Waiver,
);
export type Waivers = z.infer<typeof Waivers>;

export const waiversExample = {
  "network/internet-without-exceptions": {
    reason: "The bureau is reached through its own proxy",
    owner: "Fraud Detection",
    expires: "2027-03-31",
  },
};
