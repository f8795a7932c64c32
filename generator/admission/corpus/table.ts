import { hosts } from "../hosts.ts";
import { images } from "../images.ts";
import { guarded, namespaces, owned, routes } from "../platforms.ts";
import { podSecurity } from "../pod-security.ts";
import type { AdmissionPolicy } from "../policy.ts";
import { services } from "../services.ts";
import { storage } from "../storage.ts";
import { seldons, synced } from "../synced.ts";
import type { Case } from "./case.ts";
import { hostCases } from "./hosts.ts";
import { imageCases } from "./images.ts";
import { guardedCases, namespaceCases, ownedCases, routeCases } from "./platforms.ts";
import { podSecurityCases } from "./pod-security.ts";
import { serviceCases } from "./services.ts";
import { storageCases } from "./storage.ts";
import { seldonCases, syncedCases } from "./synced.ts";

/** Good and bad requests by the policy that they are about. */
export const corpus: readonly { readonly policy: AdmissionPolicy; readonly cases: readonly Case[] }[] = [
  { policy: images, cases: imageCases },
  { policy: services, cases: serviceCases },
  { policy: hosts, cases: hostCases },
  { policy: storage, cases: storageCases },
  { policy: podSecurity, cases: podSecurityCases },
  { policy: routes, cases: routeCases },
  { policy: guarded, cases: guardedCases },
  { policy: owned, cases: ownedCases },
  { policy: namespaces, cases: namespaceCases },
  { policy: synced, cases: syncedCases },
  { policy: seldons, cases: seldonCases },
];
