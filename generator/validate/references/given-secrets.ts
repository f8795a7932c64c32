import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasPlaceholder } from "../addons/fill.ts";
import { type ClusterEntry, findingAt, type PlatformEntry } from "../inventory.ts";

/** The Secrets that add-ons give to tenants: none with a private key of another owner, and each with a unique name. */
export function* secretsOf({ addons, platform }: ClusterEntry): Iterable<Diagnostic> {
  const { messages } = codes["addons/secret"];
  const delivered = deliveredSecrets(platform);
  const owners = new Map<string, string>();
  for (const { name: addon, spec, at } of addons)
    for (const [object, { secrets }] of Object.entries(spec.perTenant))
      for (const [index, { name, keys, to }] of secrets.entries()) {
        const origin = at("perTenant", object, "secrets", index);
        const other = owners.get(to);
        owners.set(to, addon);
        if (other !== undefined) yield findingAt(origin, "addons/secret", messages.duplicate(to, other));
        const owner = delivered.get(to);
        if (owner !== undefined) yield findingAt(origin, "addons/secret", messages.delivered(to, owner));
        const isOwn = hasPlaceholder(name, "tenant");
        for (const [place, key] of keys.entries()) {
          const message = /^ca[._-]key$/.test(key)
            ? messages.authorityKey(key, name)
            : isOwn || key.endsWith(".crt")
              ? undefined
              : messages.sharedKey(key, name);
          if (message === undefined) continue;
          yield findingAt(at("perTenant", object, "secrets", index, "keys", place), "addons/secret", message);
        }
      }
}

/** The Secrets that others than add-ons deliver into the namespaces of tenants, with their owners. */
function deliveredSecrets({ spec }: PlatformEntry): ReadonlyMap<string, string> {
  const stores = Object.entries(spec.artifactStores).flatMap(([name, { credentials }]) =>
    credentials === "public" || credentials.from === "add-on"
      ? []
      : [[credentials.secret, `artifact store ${name}`] as const],
  );
  return new Map([["seldon-rclone-gs-public", "Seldon"], ...stores]);
}
