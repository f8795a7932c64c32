import type { Rule } from "../rule.ts";
import { keyMissing } from "./key-missing.ts";
import { notDelivered } from "./not-delivered.ts";
import { notInFolder } from "./not-in-folder.ts";
import { pullSecretRegistry } from "./pull-secret-registry.ts";
import { valueInConfig } from "./value-in-config.ts";
import { valueInGit } from "./value-in-git.ts";
import { volumeUnknown } from "./volume-unknown.ts";

/** What is named and has to be there, and what must stand in no file. */
export const secrets = [
  notDelivered,
  notInFolder,
  keyMissing,
  pullSecretRegistry,
  valueInGit,
  valueInConfig,
  volumeUnknown,
] as const satisfies readonly Rule[];
