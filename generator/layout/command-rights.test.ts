import { expect, test } from "vitest";
import { rightsOf } from "./command-rights.ts";

const said = (line: string): readonly string[] | undefined =>
  rightsOf(line)?.map(
    ({ verb, group, resource, namespace }) =>
      `${verb} ${resource}${group === "" ? "" : `.${group}`} in ${namespace ?? "the cluster"}`,
  );

test.each<readonly [line: string, rights: readonly string[] | undefined]>([
  ["kubectl get pods --namespace a", ["list pods in a"]],
  ["kubectl get server mlserver --namespace a --output name", ["get servers.mlops.seldon.io in a"]],
  ["kubectl get --namespace a models,services", ["list models.mlops.seldon.io in a", "list services in a"]],
  [
    "kubectl describe models --namespace a",
    ["get models.mlops.seldon.io in a", "list models.mlops.seldon.io in a", "list events in a"],
  ],
  [
    "kubectl wait models --all --namespace a --for condition=Ready",
    ["list models.mlops.seldon.io in a", "watch models.mlops.seldon.io in a"],
  ],
  [
    "kubectl logs mlserver-0 --namespace a --previous --container agent",
    ["list pods in a", "get pods in a", "get pods/log in a"],
  ],
  [
    "kubectl logs statefulset/seldon-scheduler --namespace a --tail 50",
    ["get statefulsets.apps in a", "list pods in a", "get pods in a", "get pods/log in a"],
  ],
  [
    "kubectl port-forward --namespace a service/seldon-mesh 8080:80 &",
    ["get services in a", "get pods in a", "list pods in a", "create pods/portforward in a"],
  ],
  ["kubectl create secret generic s --namespace a --type Opaque --from-file=k=./k", ["create secrets in a"]],
  ["kubectl auth can-i --list --namespace a", []],
  ["kubectl auth can-i --list --namespace a --as somebody", undefined],
  ["kubectl get nodes", undefined],
  ["kubectl wait --for condition=Established crd/models.mlops.seldon.io", undefined],
  ["kubectl rollout status deployment/x --namespace a", undefined],
  ["kubectl apply --server-side --kustomize clusters/a/bootstrap", undefined],
  ["kubectl delete pods --all --namespace a", undefined],
  ["curl http://localhost:8080/v2", []],
])("%s", (line, rights) => {
  expect(said(line)).toEqual(rights);
});
