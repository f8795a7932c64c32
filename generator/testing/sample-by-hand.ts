import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleFolder } from "../init/sample-folder.ts";

type Edit = readonly [sample: string, byHand: string];

const kafkaNamespace: Edit = [
  "    mlflow:\n      labels:",
  "    kafka:\n      labels: { pod-security.kubernetes.io/enforce: baseline }\n    mlflow:\n      labels:",
];
const kafkaService: Edit = [
  "    minio:\n      namespace: minio\n",
  "    kafka:\n      namespace: kafka\n      pods: { strimzi.io/cluster: seldon }\n      ports: [{ port: 9092 }]\n    minio:\n      namespace: minio\n",
];
const kafka: Edit = [
  "    namespace: seldon-system\n",
  "    namespace: seldon-system\n    kafka:\n      service: kafka\n      bootstrap: seldon-kafka-bootstrap.kafka:9092\n",
];
const version: Edit = ["kubernetes: { version: 1.35.4 }", "kubernetes: { version: 1.34.4 }"];
const account: Edit = ["    account: prometheus-kube-prometheus-prometheus\n", ""];
const pools: Edit = [
  "    domain: models.acme.test\n",
  "    domain: models.acme.test\n    loadBalancerPools: { tenants: [192.168.1.208/28] }\n",
];

const edits: Readonly<Record<string, readonly Edit[]>> = {
  "platform/platform.yaml": [kafkaNamespace, kafkaService, kafka],
  "clusters/production/cluster.yaml": [version, account, pools],
  "clusters/staging/cluster.yaml": [version, account],
};

/**
 * The text of a file of the sample on a platform without add-ons: its Kafka and its address pools are written by hand. Most
 * tests need no add-ons.
 */
export function writtenByHand(file: string, text: string): string {
  return (edits[file] ?? []).reduce((before, [sample, byHand]) => {
    if (before.split(sample).length !== 2) throw new Error(`text not found exactly once in ${file}: ${sample}`);
    return before.replace(sample, () => byHand);
  }, withoutAddons(text));
}

function withoutAddons(text: string): string {
  return text.replace(/^ {2}addons:\n(?: {4}.*\n)+/m, "");
}

/** Makes this change in a copy of the sample. */
export function writeByHand(root: string): void {
  for (const file of Object.keys(edits))
    writeFileSync(join(root, file), writtenByHand(file, readFileSync(join(sampleFolder, file), "utf8")));
}

let folder: string | undefined;

/** A copy of the sample on a platform without add-ons, for all tests of a process. */
export function sampleByHand(): string {
  if (folder !== undefined) return folder;
  const root = mkdtempSync(join(tmpdir(), "tenantry-sample-"));
  cpSync(sampleFolder, root, { recursive: true });
  writeByHand(root);
  process.on("exit", () => rmSync(root, { recursive: true, force: true }));
  folder = root;
  return root;
}
