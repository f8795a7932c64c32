import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { contractNames } from "../addons/contracts.ts";
import { hasPlaceholder } from "../addons/fill.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { isRetiring } from "../addons/retire.ts";
import { type ClusterEntry, findingAt, type PlatformEntry } from "../inventory.ts";

/** The Secrets that add-ons give to tenants: none with a private key of another owner, and each with a unique name. */
export function* secretsOf({ addons, platform }: ClusterEntry): Iterable<Diagnostic> {
  const { messages } = codes["addons/secret"];
  const delivered = deliveredSecrets(platform);
  const owners = new Map<string, AddonEntry>();
  for (const addon of addons) {
    const { spec, at } = addon;
    for (const [object, { secrets }] of Object.entries(spec.perTenant))
      for (const [index, { name, keys, to }] of secrets.entries()) {
        const origin = at("perTenant", object, "secrets", index);
        const other = owners.get(to);
        owners.set(to, addon);
        // Of two add-ons for one contract, one is switched off, and its Secrets with it.
        if (other !== undefined && !areRivals(other, addon))
          yield findingAt(origin, "addons/secret", messages.duplicate(to, other.name));
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
}

/** Whether two add-ons provide one contract, which is a separate finding while neither of them leaves. */
function areRivals(left: AddonEntry, right: AddonEntry): boolean {
  if (left === right || isRetiring(left) || isRetiring(right)) return false;
  return contractNames.some(
    (contract) => left.spec.provides[contract] !== undefined && right.spec.provides[contract] !== undefined,
  );
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
