import { z } from "zod";
import { field, ISODate, Line } from "./terms.ts";

const Waiver = z.strictObject({
  reason: field(Line, "Why it is right here, or has to be borne.", "The bureau is reached through its own proxy"),
  owner: field(Line, "Who answers for it.", "Fraud Detection"),
  expires: field(
    ISODate,
    "The last day that it holds, at most 366 days ahead; two weeks before, it is warned of.",
    "2027-03-31",
  ),
});

/** What a rule finds and somebody answers for, by the rule's code: see generator/docs/rules.md. */
export const Waivers = z.record(
  z
    .string()
    .max(100)
    .regex(/^[a-z-]+\/[a-z0-9-]+$/, "a rule's code: network/internet-without-exceptions"),
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
