import { type EdgeMistake, inUsedEdge } from "./addon-files.ts";

/** Mistakes in names that the file of an add-on does not declare. */
const rows: readonly EdgeMistake[] = [
  {
    name: "a namespace that is not declared",
    edits: [["    proxy:\n      namespace: edge\n", "    proxy:\n      namespace: «edges»\n"]],
    found: [
      { code: "reference/unknown", message: "unknown namespace edges of add-on edge", hint: "Did you mean edge?" },
    ],
  },
  {
    name: "an Application that is not declared",
    edits: [["after: [proxy]", "after: [«proxies»]"]],
    found: [
      { code: "reference/unknown", message: "unknown Application proxies of add-on edge", hint: "Known: proxy." },
    ],
  },
  {
    name: "an Application that waits for itself",
    edits: [["after: [proxy]", "«after»: [classes]"]],
    found: [
      { code: "addons/needs", message: "invalid order: classes needs classes", hint: "Remove one of these steps." },
    ],
  },
  {
    name: "a port that is not declared",
    edits: [["from: { http: [monitoring] }", "from: { «https»: [monitoring] }"]],
    found: [{ code: "reference/unknown", message: "unknown port https of workload proxy", hint: "Did you mean http?" }],
  },
  {
    name: "a source that is not declared",
    edits: [["from: { http: [monitoring] }", "from: { http: [«monitor»] }"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown workload monitor of add-on edge",
        hint: "Did you mean monitoring?",
      },
    ],
  },
  {
    name: "a workload with the name of a contract",
    edits: [
      [
        "    proxy:\n      namespace: edge\n      pods: { app: edge }\n",
        "    monitoring: { namespace: edge, pods: { app: stats } }\n    proxy:\n      namespace: edge\n      pods: { app: edge }\n",
      ],
      ["from: { http: [monitoring] }", "from: { http: [«monitoring»] }"],
    ],
    found: [
      {
        code: "reference/ambiguous",
        message: "duplicate name monitoring: a workload and a contract have this name",
        hint: "Use another name for the workload.",
      },
    ],
  },
  {
    name: "a target that is not declared",
    edits: [["to: [api-server, tenants.envoy]", "to: [api-server, «proxy.https»]"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown port proxy.https of add-on edge",
        hint: "Did you mean proxy.http?",
      },
    ],
  },
  {
    name: "the workload of a contract",
    edits: [["workload: proxy, port: http", "workload: «prox», port: http"]],
    found: [
      { code: "reference/unknown", message: "unknown workload prox of add-on edge", hint: "Did you mean proxy?" },
    ],
  },
  {
    name: "the port of a contract",
    edits: [["workload: proxy, port: http", "workload: proxy, port: «https»"]],
    found: [{ code: "reference/unknown", message: "unknown port https of workload proxy", hint: "Did you mean http?" }],
  },
  {
    name: "the namespace of a tenant's object",
    edits: [["    entry:\n      namespace: edge\n", "    entry:\n      namespace: «edges»\n"]],
    found: [
      { code: "reference/unknown", message: "unknown namespace edges of add-on edge", hint: "Did you mean edge?" },
    ],
  },
  {
    name: "an unknown workload that uses the tunnel",
    edits: [
      [
        "  provides:\n",
        `  provides:\n    mesh: { service: mesh, workload: proxy, port: http, tenants: true, labels: { mesh: "on" }, tunnel: { port: 15008, probes: [], workloads: [«proxi»] } }\n`,
      ],
    ],
    found: [
      { code: "reference/unknown", message: "unknown workload proxi of add-on edge", hint: "Did you mean proxy?" },
    ],
  },
  {
    name: "an Application of retire",
    edits: [["  retire: [tenants, classes, proxy]", "  retire: [tenants, classes, «prox»]"]],
    found: [
      { code: "reference/unknown", message: "unknown Application prox of add-on edge", hint: "Did you mean proxy?" },
    ],
  },
];

export const addonNameMistakes = rows.map(inUsedEdge);
