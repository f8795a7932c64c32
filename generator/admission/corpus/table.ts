import { edgePolicies } from "../edges.ts";
import { envoyRoutePolicies } from "../envoy-routes.ts";
import { hostPolicies } from "../hosts.ts";
import { imagePolicies } from "../images.ts";
import { guardrailPolicies, namespacePolicies, ownershipPolicies, routePolicies } from "../platforms.ts";
import { podSecurityPolicies } from "../pod-security.ts";
import type { AdmissionPolicy } from "../policy.ts";
import { servicePolicies } from "../services.ts";
import { storagePolicies } from "../storage.ts";
import {
  addonNamespacePolicies,
  seldonKindPolicies,
  seldonNamespacePolicies,
  syncedObjectPolicies,
} from "../synced.ts";
import type { AdmissionCase } from "./case.ts";
import { edgeCases } from "./edges.ts";
import { envoyRouteCases } from "./envoy-routes.ts";
import { hostCases } from "./hosts.ts";
import { imageCases } from "./images.ts";
import { namespaceCases, ownershipCases } from "./ownership.ts";
import { guardrailCases, routeCases } from "./platforms.ts";
import { podSecurityCases } from "./pod-security.ts";
import { seldonCases, seldonKindCases } from "./seldon-namespace.ts";
import { serviceCases } from "./services.ts";
import { shareCases } from "./shares.ts";
import { storageCases } from "./storage.ts";
import { syncedCases } from "./synced.ts";

/** Valid and invalid requests for each policy. */
export const admissionCases: readonly { readonly policy: AdmissionPolicy; readonly cases: readonly AdmissionCase[] }[] =
  [
    { policy: imagePolicies, cases: imageCases },
    { policy: servicePolicies, cases: serviceCases },
    { policy: hostPolicies, cases: hostCases },
    { policy: envoyRoutePolicies, cases: envoyRouteCases },
    { policy: storagePolicies, cases: storageCases },
    { policy: podSecurityPolicies, cases: podSecurityCases },
    { policy: routePolicies, cases: routeCases },
    { policy: guardrailPolicies, cases: guardrailCases },
    { policy: ownershipPolicies, cases: ownershipCases },
    { policy: namespacePolicies, cases: namespaceCases },
    { policy: syncedObjectPolicies, cases: syncedCases },
    { policy: seldonNamespacePolicies, cases: seldonCases },
    { policy: seldonKindPolicies, cases: seldonKindCases },
    { policy: addonNamespacePolicies, cases: shareCases },
    { policy: edgePolicies, cases: edgeCases },
  ];
