import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { secretNeeds } from "../generate/secrets.ts";
import { runtimeNamespace, serverConfigPlace } from "../patterns/pattern.ts";
import { configNameOf, isServing, runsPipelines, serverConfigsOf } from "../validate/effective.ts";
import { type Block, heading } from "./document.ts";
import { quotaWait } from "./first-prediction.ts";
import { tenantApplication } from "./names.ts";
import { commandBlocks } from "./who-may.ts";

/** Something that fails, what it means, and where to look. */
interface Trouble {
  readonly title: string;
  readonly says: string;
  readonly look: readonly string[];
  readonly mend?: string;
}

type Topic = (scope: TenantScope, applications: readonly string[]) => readonly Trouble[];

/** In the order in which somebody who is woken up would ask. */
const topics: readonly Topic[] = [
  notSynced,
  quotaExceeded,
  pendingPods,
  serverPods,
  configNotFound,
  modelNotReady,
  pipelineWaits,
  secretsMissing,
  permissionDenied,
];

/** What to do when something fails, by who may do it, and whom to call. */
export function troubles(scope: TenantScope, applications: readonly string[]): readonly Block[] {
  const found = topics.flatMap((topic) => topic(scope, applications));
  return [
    heading(2, "When something fails"),
    {
      text: `A command that not every role of this tenant may run says which does. To undo a change, revert its commit: what is merged is synced. Call the platform team where a command is theirs, or the cause lies outside of this namespace, and say: ${scope.tenant.name} on ${scope.cluster.name}.`,
    },
    ...found.flatMap(({ title, says, look, mend }): readonly Block[] => [
      heading(3, title),
      { text: says },
      ...commandBlocks(scope, look),
      ...(mend === undefined ? [] : [{ text: mend }]),
    ]),
  ];
}

function notSynced({ cluster, tenant }: TenantScope, applications: readonly string[]): readonly Trouble[] {
  const workloads = tenantApplication(cluster.name, tenant.name, "workloads");
  const one = applications.includes(workloads) ? workloads : applications.at(-1);
  const { namespace } = cluster.spec.argoCD;
  return [
    {
      title: "A change does not arrive",
      says: "In Argo CD the Applications of this namespace say what the last sync ended with, to whoever has a role in them. Argo CD looks at git every three minutes and retries a failed sync by itself; while a sync waits for something to become healthy it takes no newer commit.",
      look: [
        `kubectl get applications ${applications.join(" ")} --namespace ${namespace}`,
        `kubectl describe application ${one} --namespace ${namespace}`,
      ],
    },
  ];
}

function quotaExceeded({ tenant }: TenantScope): readonly Trouble[] {
  return [
    {
      title: "Quota exceeded",
      says: `Nothing of what runs stops; what comes new is refused. ${quotaWait}`,
      look: [
        `kubectl describe resourcequota tenant-quota --namespace ${tenant.name}`,
        `kubectl get events --namespace ${tenant.name} --field-selector reason=FailedCreate`,
      ],
      mend: `Lower what a Server requests, or raise quota in ${tenant.at().source.file}.`,
    },
  ];
}

function pendingPods({ cluster, tenant }: TenantScope): readonly Trouble[] {
  const pool = tenant.spec.nodePool;
  const label = Object.entries(cluster.spec.nodePools[pool ?? ""]?.selector ?? {})[0]?.join("=");
  return [
    {
      title: "Pods stay Pending",
      says: `The scheduler says what is missing: CPU or memory on the nodes, ${pool === undefined ? "" : `a free GPU in node pool ${pool}, `}or a volume. A claim that waits for its first consumer is fine.`,
      look: [
        `kubectl get pods --namespace ${tenant.name} --field-selector status.phase=Pending --output wide`,
        `kubectl get events --namespace ${tenant.name} --field-selector reason=FailedScheduling`,
        `kubectl get persistentvolumeclaims --namespace ${tenant.name}`,
        ...(label === undefined ? [] : [`kubectl get nodes --selector ${label}`]),
      ],
    },
  ];
}

function serverPods({ platform, cluster, tenant }: TenantScope): readonly Trouble[] {
  const [server] = sortedEntries(tenant.spec.servers);
  if (server === undefined || !isServing(cluster, tenant)) return [];
  const [name, spec] = server;
  const type = serverConfigsOf(platform.spec, tenant).get(configNameOf(spec) ?? "")?.template.type ?? "mlserver";
  const logs = (container: string): string =>
    `kubectl logs ${name}-0 --namespace ${tenant.name} --container ${container} --tail 50`;
  return [
    {
      title: "A Server's pods restart, or answer with errors",
      says: `A replica has three containers: ${type} runs the models, agent loads and unloads them and passes requests on, rclone fetches artifacts. OOMKilled is the container's memory limit: ask for more in the ServerConfig.`,
      look: [
        `kubectl get pods --namespace ${tenant.name} --selector app.kubernetes.io/name=seldon-server`,
        `kubectl describe pods --namespace ${tenant.name} --selector seldon-server-name=${name}`,
        ...[type, "agent", "rclone"].map(logs),
        `${logs(type)} --previous`,
      ],
    },
  ];
}

function configNotFound({ platform, pattern, tenant }: TenantScope): readonly Trouble[] {
  const [server] = sortedEntries(tenant.spec.servers);
  if (server === undefined) return [];
  const seldon = platform.spec.seldon.namespace;
  const own = pattern.operator === "tenant";
  const searched =
    pattern.serverConfigs === "server"
      ? "beside the Server"
      : own
        ? "in this namespace, which is its own"
        : "in its own namespace";
  const place = serverConfigPlace(pattern, seldon, tenant.name, configNameOf(server[1]) ?? "");
  return [
    {
      title: "ServerConfig not found",
      says: `The operator looks for a Server's ServerConfig ${searched}, by the exact name. Both must print the same name.`,
      look: [
        `kubectl get server ${server[0]} --namespace ${tenant.name} --output jsonpath={.spec.serverConfig}`,
        `kubectl get serverconfig ${place.name} --namespace ${place.namespace} --output name`,
        `kubectl logs deployment/seldon-v2-controller-manager --namespace ${own ? tenant.name : seldon} --tail 50`,
      ],
    },
  ];
}

function modelNotReady({ platform, cluster, pattern, tenant }: TenantScope): readonly Trouble[] {
  if (!isServing(cluster, tenant)) return [];
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  return [
    {
      title: "A model does not become ready",
      says: "Its status says why: no Server offers what it requires, or has the memory, or the artifact was not found. What rclone could not fetch is in the log of that container.",
      look: [
        `kubectl get models,servers,experiments,pipelines --namespace ${tenant.name}`,
        `kubectl describe models --namespace ${tenant.name}`,
        `kubectl logs statefulset/seldon-scheduler --namespace ${namespace} --tail 50`,
      ],
    },
  ];
}

function pipelineWaits({ platform, cluster, pattern, tenant }: TenantScope): readonly Trouble[] {
  if (!isServing(cluster, tenant) || !runsPipelines(tenant)) return [];
  const namespace = runtimeNamespace(pattern, platform.spec.seldon.namespace, tenant.name);
  return [
    {
      title: "A pipeline waits, or does not answer",
      says: "It is ready when its topics are there and its models are. Between its steps data goes through Kafka, which is the platform's.",
      look: [
        `kubectl describe pipelines --namespace ${tenant.name}`,
        ...["dataflow-engine", "pipelinegateway", "modelgateway"].map(
          (part) => `kubectl logs deployment/seldon-${part} --namespace ${namespace} --tail 50`,
        ),
      ],
    },
  ];
}

function secretsMissing(scope: TenantScope): readonly Trouble[] {
  const { tenant } = scope;
  const needs = secretNeeds(scope);
  if (needs.length === 0) return [];
  const stored = needs.some(({ from }) => from !== "manual");
  return [
    {
      title: "A secret is missing",
      says: `This namespace needs ${needs.map(({ name }) => name).join(", ")}.`,
      look: [
        ...(stored ? [`kubectl get externalsecrets --namespace ${tenant.name}`] : []),
        `kubectl get secrets --namespace ${tenant.name}`,
      ],
    },
  ];
}

function permissionDenied({ tenant }: TenantScope): readonly Trouble[] {
  return [
    {
      title: "Permission denied",
      says: `Roles are given in ${tenant.at().source.file} under access; git is the only writer of Seldon's kinds.`,
      look: [
        `kubectl auth can-i --list --namespace ${tenant.name}`,
        `kubectl get rolebindings --namespace ${tenant.name} --output wide`,
      ],
    },
  ];
}
