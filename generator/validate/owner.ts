import { z } from "zod";
import { field, Line } from "./terms.ts";

/** The owner of a file, for people and for GitHub. */
export const Owner = z.strictObject({
  team: field(Line, "The team's name.", "Fraud Detection"),
  contact: field(
    z.email("it must be an e-mail address").max(120),
    "E-mail address of the team.",
    "fraud-detection@acme.test",
  ),
  github: field(
    z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
        "it must be a GitHub team in the format organisation/team",
      ),
    "The GitHub team that owns this file: organisation/team.",
    "acme/fraud-detection",
  ),
});
