import type { CheckRule } from "../rule.ts";
import { secretsForeign } from "./foreign.ts";
import { secretsKeyMissing } from "./key-missing.ts";
import { secretsNotDelivered } from "./not-delivered.ts";
import { secretsNotInFolder } from "./not-in-folder.ts";
import { secretsPullSecretRegistry } from "./pull-secret-registry.ts";
import { secretsValueInConfig } from "./value-in-config.ts";
import { secretsValueInGit } from "./value-in-git.ts";
import { secretsVolumeUnknown } from "./volume-unknown.ts";

/** Rules about referenced objects that must exist, and about secret values that no file may contain. */
export const secretRules = [
  secretsNotDelivered,
  secretsNotInFolder,
  secretsKeyMissing,
  secretsForeign,
  secretsPullSecretRegistry,
  secretsValueInGit,
  secretsValueInConfig,
  secretsVolumeUnknown,
] as const satisfies readonly CheckRule[];
