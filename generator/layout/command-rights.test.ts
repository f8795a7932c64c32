import { expect, test } from "vitest";
import { rightsOf } from "./command-rights.ts";

const messagesOf = (line: string): readonly string[] | undefined =>
  rightsOf(line)?.map((right) =>
    "application" in right
      ? `${right.action} ${right.application} in Argo CD`
      : `${right.verb} ${right.resource}${right.group === "" ? "" : `.${right.group}`} in ${right.namespace ?? "the cluster"}`,
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
  ["kubectl get pods --all-namespaces", undefined],
  ["kubectl get pods -n a", undefined],
  ["kubectl get pods --kubeconfig other --namespace a", undefined],
  [
    "kubectl logs --namespace=a --selector x=y --all-containers --prefix",
    ["list pods in a", "get pods in a", "get pods/log in a"],
  ],
  [
    "kubectl get models --namespace a --output 'custom-columns=A:.x[?(@.type==\"Ready\")].y' # as viewer",
    ["list models.mlops.seldon.io in a"],
  ],
  ["argocd app get c.a.workloads --refresh", ["get c.a.workloads in Argo CD"]],
  ["argocd app terminate-op c.a.workloads", ["sync c.a.workloads in Argo CD"]],
  ["argocd app delete c.a.workloads", undefined],
  ["argocd app sync c.a.workloads --force", undefined],
  ["argocd app list", undefined],
  ["argocd cluster list", undefined],
  ["curl http://localhost:8080/v2", []],
  ["for i in $(seq 3); do curl 'http://localhost; kubectl delete pods' > x; done | sort | uniq -c # kubectl", []],
  ["for i in 1 2; do kubectl get pods --namespace a; done", ["list pods in a"]],
  ["until kubectl get nodes; do sleep 1; done", undefined],
  ["git log && kubectl delete pods --all --namespace a", undefined],
  ["echo $(kubectl get nodes)", undefined],
  ['echo "$(kubectl get nodes)"', undefined],
  [`echo "$TOKEN and \${TOKEN:?}"`, []],
  [`echo "\${TOKEN:?$(kubectl get nodes)}"`, undefined],
  [`echo "\${TOKEN:-\`kubectl get nodes\`}"`, undefined],
  ['echo "\\" $(kubectl get nodes) "', undefined],
  [
    "kubectl get httproutes,virtualservices --namespace a",
    ["list httproutes.gateway.networking.k8s.io in a", "list virtualservices.networking.istio.io in a"],
  ],
  ["kubectl get gateways.gateway.networking.k8s.io --namespace a", undefined],
  ["grpcurl -d @ a.test:443 a.Service/Method < grpc.json", []],
  ["sleep 0.1", []],
  ["echo `kubectl get nodes`", undefined],
  ["xargs kubectl get pods --namespace a", undefined],
  ["sh -c 'kubectl get nodes'", undefined],
  ["kubectl get pods --namespace a \\", undefined],
  ["npx --no-install tenantry build", []],
  ["npx another build", undefined],
  ["constructor", undefined],
])("$0: rights $1", (line, rights) => {
  expect(messagesOf(line)).toEqual(rights);
});
