import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { addonSandbox, generatedFiles } from "../testing/addon-sandbox.ts";
import { inventoryOf } from "../testing/inventory.ts";

const login = {
  store: "vault",
  path: "harbor/login",
  keys: { REGISTRY_PASSWD: "password", REGISTRY_HTPASSWD: "line" },
};

function filesWith(secrets: object): ReadonlyMap<string, string> {
  const harbor = { settings: { host: "harbor.acme.test" }, secrets };
  return generatedFiles(inventoryOf(addonSandbox({ harbor, "external-secrets": {} })));
}

// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
function objectsIn(files: ReadonlyMap<string, string>, file: string): readonly any[] {
  return parseAllDocuments(files.get(`clusters/staging/${file}`) ?? "").map((document) => document.toJS());
}

test("a Secret from a store is an ExternalSecret in a separate Application, which the project allows", () => {
  const files = filesWith({ "harbor-registry-login": login, "harbor-token": { store: "vault", path: "harbor/token" } });
  const [external, token] = objectsIn(files, "overlays/addons/harbor/secrets/resources.yaml");
  expect(external).toMatchObject({
    kind: "ExternalSecret",
    metadata: { name: "harbor-registry-login", namespace: "harbor" },
    spec: {
      secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
      target: { name: "harbor-registry-login" },
      data: [
        { secretKey: "REGISTRY_PASSWD", remoteRef: { key: "ml-platform/platform/harbor/login", property: "password" } },
        { secretKey: "REGISTRY_HTPASSWD", remoteRef: { property: "line" } },
      ],
    },
  });
  expect(token.spec.target.template.type).toBe("kubernetes.io/tls");
  const [application] = objectsIn(files, "applications/addons/harbor/application-secrets.yaml");
  expect(application.metadata.name).toBe("staging.platform.harbor.secrets");
  const [project] = objectsIn(files, "applications/addons/harbor/appproject-harbor.yaml");
  expect(project.spec.namespaceResourceWhitelist).toContainEqual({
    group: "external-secrets.io",
    kind: "ExternalSecret",
  });
});

test("the README contains the source of each Secret, and a command only for those that a person creates", () => {
  const readme = filesWith({ "harbor-registry-login": login }).get("clusters/staging/overlays/addons/harbor/README.md");
  expect(readme).toContain("store `vault`, `ml-platform/platform/harbor/login`");
  expect(readme).not.toContain("create secret generic harbor-registry-login");
  expect(readme).toContain("create secret generic harbor-token --namespace harbor --type kubernetes.io/tls");
});

test("without an entry in the cluster's file, there is no Application of Secrets", () => {
  expect([...filesWith({}).keys()].filter((file) => file.includes("application-secrets"))).toEqual([]);
});
