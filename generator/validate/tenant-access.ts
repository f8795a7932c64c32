import { z } from "zod";
import { AccountName, field, Name } from "./terms.ts";

const GroupName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9:._@/-]{0,127}$/,
    "it must be the name of a group in the identity provider, without spaces",
  );

export const TenantAccess = z.strictObject({
  groups: field(
    z.record(
      GroupName.refine(
        (group) => !group.startsWith("system:"),
        "groups that begin with system: are not allowed, because some of them contain all users",
      ),
      Name,
    ),
    "Groups of the identity provider, each with its platform role.",
    {
      "fraud-ml-engineers": "deployer",
    },
  ).default({}),
  serviceAccounts: field(z.record(AccountName, Name), "Service accounts to create, each with its platform role.", {
    "fraud-training": "pipeline",
  }).default({}),
});
