import { labelsAt, listAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";

/** The ports of nginx: HTTP/1.1, and HTTP/2 without TLS. */
export interface NginxPorts {
  readonly http: number;
  readonly http2: number;
}

/** A configuration of nginx around its servers. All files are in a folder. */
export function nginxConfig(folder: string, servers: readonly string[]): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  // One process: a worker would outlive a master that a test kills.
  return `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
  access_log off; server_tokens off; large_client_header_buffers 4 8k;
  server_names_hash_bucket_size 128;
  ${temporary.join(" ")}
  map $http_host $best_http_host { default $http_host; '' $host; }
  ${servers.join("\n  ")}
}
`;
}

/** The servers that ingress-nginx writes for Ingress objects with exact paths, without TLS. */
export function ingressNginxServers(
  objects: readonly KubernetesObject[],
  ports: NginxPorts,
  gatewayPort: number,
): readonly string[] {
  const listen = (suffix: string): string =>
    `listen 127.0.0.1:${ports.http}${suffix}; listen 127.0.0.1:${ports.http2} http2${suffix};`;
  const rules = objects
    .filter(({ kind }) => kind === "Ingress")
    .flatMap((object) =>
      listAt(object, "spec", "rules").map((rule) => ({
        host: textAt(rule, "host") ?? "",
        locations: listAt(rule, "http", "paths").map((path) =>
          location(object, textAt(path, "path") ?? "", gatewayPort),
        ),
      })),
    );
  return [
    `server { ${listen(" default_server")} server_name _; location / { return 404; } }`,
    ...[...Map.groupBy(rules, ({ host }) => host)].map(
      ([host, group]) =>
        `server { ${listen("")} server_name ${host}; ${group.flatMap(({ locations }) => locations).join(" ")} location / { return 404; } }`,
    ),
  ];
}

function location(object: KubernetesObject, path: string, gatewayPort: number): string {
  const annotations = labelsAt(object, "metadata", "annotations");
  const protocol = annotations["nginx.ingress.kubernetes.io/backend-protocol"];
  const fixed = annotations["nginx.ingress.kubernetes.io/upstream-vhost"];
  const host = fixed === undefined ? "$best_http_host" : JSON.stringify(fixed);
  const pass =
    protocol === "GRPC"
      ? `grpc_set_header Host ${host}; grpc_pass grpc://127.0.0.1:${gatewayPort};`
      : `proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host ${host}; proxy_pass http://127.0.0.1:${gatewayPort};`;
  return `location = "${path}" { ${pass} }`;
}
