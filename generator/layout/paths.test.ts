import { expect, test } from "vitest";
import { isGeneratedFile, parsePath } from "./paths.ts";

const root = { is: "hub", hub: "main", cluster: "production" };
const bootstrap = { is: "hub", hub: "main", cluster: undefined };

test.each([
  { path: "platform/hubs/main/roots/production/appproject-roots.yaml", parsed: root },
  { path: "platform/hubs/main/application-hub.yaml", parsed: bootstrap },
  { path: "platform/hubs/main/settings/configmap-argocd-cm.yaml", parsed: bootstrap },
  { path: "platform/hubs/main/roots/stray.yaml", parsed: bootstrap },
  { path: "platform/policies/kustomization.yaml", parsed: { is: "shared" } },
  { path: "platform/platform.yaml", parsed: { is: "platform" } },
  { path: "platform/hubs.yaml", parsed: undefined },
  { path: "platform/argo-cd/health/argoproj.io_Application.lua", parsed: undefined },
  { path: "clusters/production/cluster.yaml", parsed: { is: "cluster", cluster: "production" } },
  {
    path: "clusters/production/applications/tenants/appproject-tenants.yaml",
    parsed: { is: "generated", cluster: "production", area: "applications", tenant: undefined, folder: "tenants" },
  },
  {
    path: "clusters/production/applications/tenants/churn/application-workloads.yaml",
    parsed: {
      is: "generated",
      cluster: "production",
      area: "applications",
      tenant: "churn",
      folder: "application-workloads.yaml",
    },
  },
])("$path is parsed as $parsed", ({ path, parsed }) => {
  expect(parsePath(path)).toEqual(parsed);
  expect(isGeneratedFile(path)).toBe(["hub", "shared", "generated"].includes(parsed?.is ?? ""));
});
