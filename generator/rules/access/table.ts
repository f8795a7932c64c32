import type { Rule } from "../rule.ts";
import { badBinding } from "./bad-binding.ts";
import { badRule } from "./bad-rule.ts";
import { defaultAccount } from "./default-account.ts";
import { defaultToken } from "./default-token.ts";
import { everybody } from "./everybody.ts";
import { foreignAccount } from "./foreign-account.ts";
import { grantsNothing } from "./grants-nothing.ts";
import { mayEscalate } from "./may-escalate.ts";
import { notAsDeclared } from "./not-as-declared.ts";
import { powerfulRole } from "./powerful-role.ts";
import { readsEverySecret } from "./reads-every-secret.ts";
import { roleUnknown } from "./role-unknown.ts";
import { wildcard } from "./wildcard.ts";
import { writesWhatGitWrites } from "./writes-what-git-writes.ts";

/** Who may do what. */
export const access = [
  wildcard,
  mayEscalate,
  powerfulRole,
  everybody,
  defaultAccount,
  foreignAccount,
  readsEverySecret,
  defaultToken,
  roleUnknown,
  badBinding,
  badRule,
  grantsNothing,
  notAsDeclared,
  writesWhatGitWrites,
] as const satisfies readonly Rule[];
