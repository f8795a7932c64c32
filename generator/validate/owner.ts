import { z } from "zod";
import { field, Line } from "./terms.ts";

/** Who answers for something, for people and for GitHub. */
export const Owner = z.strictObject({
  team: field(Line, "The team's name, for people.", "Fraud Detection"),
  contact: field(z.email("an e-mail address").max(120), "Where the team is reached.", "fraud-detection@acme.test"),
  github: field(
    z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "a GitHub team is organisation/team"),
    "The GitHub team that owns this file: organisation/team.",
    "acme/fraud-detection",
  ),
});
