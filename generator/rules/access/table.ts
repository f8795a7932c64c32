import type { CheckRule } from "../rule.ts";
import { accessBadBinding } from "./bad-binding.ts";
import { accessBadRule } from "./bad-rule.ts";
import { accessDefaultAccount } from "./default-account.ts";
import { accessDefaultToken } from "./default-token.ts";
import { accessEverybody } from "./everybody.ts";
import { accessForeignAccount } from "./foreign-account.ts";
import { accessForeignSecret } from "./foreign-secret.ts";
import { accessGrantsNothing } from "./grants-nothing.ts";
import { accessMayEscalate } from "./may-escalate.ts";
import { accessNotAsDeclared } from "./not-as-declared.ts";
import { accessPowerfulRole } from "./powerful-role.ts";
import { accessReadsEverySecret } from "./reads-every-secret.ts";
import { accessRoleUnknown } from "./role-unknown.ts";
import { accessWildcard } from "./wildcard.ts";
import { accessWritesWhatGitWrites } from "./writes-what-git-writes.ts";

/** Rules about access rights. */
export const accessRules = [
  accessWildcard,
  accessMayEscalate,
  accessPowerfulRole,
  accessEverybody,
  accessDefaultAccount,
  accessForeignAccount,
  accessForeignSecret,
  accessReadsEverySecret,
  accessDefaultToken,
  accessRoleUnknown,
  accessBadBinding,
  accessBadRule,
  accessGrantsNothing,
  accessNotAsDeclared,
  accessWritesWhatGitWrites,
] as const satisfies readonly CheckRule[];
