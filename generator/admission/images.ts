import { celImages, podSpecsIn } from "./pod-specs.ts";
import { type AdmissionPolicy, celList, writeOperations } from "./policy.ts";

const host =
  "(\\[[a-fA-F0-9:]+\\]|[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*)(:[0-9]+)?";
const component = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
const tag = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const digest = "(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})";

/** The same grammar as `parseImage`, as one regular expression. A test compares the two. */
export const imagePattern = `^(${host}/)?${component}(/${component})*(:${tag})?(@${digest})?$`;

/** A string literal of CEL needs two backslashes for one. */
function celText(text: string): string {
  return text.replaceAll("\\", "\\\\");
}

/**
 * Applies to every kind that contains a pod spec. The image of an injected sidecar is checked here for the first time. It must
 * be an image that the add-on of the mesh declares, or come from the same registries. Images that an object already had are
 * not checked again.
 */
export const imagePolicies: AdmissionPolicy = {
  name: "images",
  scope: "Namespaced",
  matches: [
    { group: "", resources: ["pods", "replicationcontrollers"], operations: writeOperations },
    { group: "", resources: ["pods/ephemeralcontainers"], operations: ["UPDATE"] },
    {
      group: "apps",
      resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
      operations: writeOperations,
    },
    { group: "batch", resources: ["cronjobs", "jobs"], operations: writeOperations },
    {
      group: "mlops.seldon.io",
      resources: ["seldonconfigs", "seldonruntimes", "serverconfigs", "servers"],
      operations: writeOperations,
    },
  ],
  conditions: {},
  variables: {
    registries: celList("registries"),
    specs: podSpecsIn("object"),
    specsBefore: `oldObject == null ? [] :\n${podSpecsIn("oldObject")}`,
    imagesBefore: celImages("variables.specsBefore"),
    injected: celList("injectedImages"),
    images: `${celImages("variables.specs")}
.filter(one, !(one in variables.imagesBefore) && !(one in variables.injected))`,
    untagged: `variables.images.map(one, one.split("@")[0])
.map(one, one.lastIndexOf(":") > one.lastIndexOf("/") ? one.substring(0, one.lastIndexOf(":")) : one)`,
    // The part before the first slash is a host if it looks like one. Docker Hub's own images are in library.
    hosted: `variables.untagged.map(one,
  !one.contains("/") ? "docker.io/library/" + one :
  !one.split("/")[0].matches("^localhost$|[.:A-Z]") ? "docker.io/" + one :
  one.startsWith("index.docker.io/") ? one.substring(6) : one)`,
    names: `variables.hosted.map(one,
  one.matches("^docker[.]io/[^/]+$") ? "docker.io/library/" + one.substring(10) : one)`,
    foreign: 'variables.names.filter(name, !variables.registries.exists(one, (name + "/").startsWith(one)))',
    moving: `variables.images.filter(one, !one.contains("@") && (!one.matches(":[^/:]+$") || one.endsWith(":latest")))`,
    malformed: `variables.images.filter(one, one.size() > 600 || one.matches("^[a-f0-9]{64}$") || !one.matches("${celText(imagePattern)}"))
+ variables.names.filter(one, one.size() - one.indexOf("/") > 256)`,
  },
};
