import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { parse } from "yaml";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { mapAtPath, type RawMap } from "../validate/merge.ts";
import { collectionOf, pluralOf } from "./admission.ts";
import type { ApiServer } from "./api-server.ts";
import { argoCDNamespace } from "./argo-cd.ts";
import { git, initialised } from "./git.ts";
import { treeOf, write } from "./sandbox.ts";

/** The definition of a kind. Without a schema, it accepts any object. */
export function definitionOf(group: string, version: string, kind: string, properties: object = {}): KubernetesObject {
  const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const plural = pluralOf(kind);
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { ...open, properties } } }],
    },
  } as KubernetesObject;
}

export function bareNamespace(name: string): KubernetesObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

export interface PublishedTree {
  /** Publishes the tree as it is now. */
  readonly push: () => void;
  readonly remove: () => void;
}

/**
 * Publishes the tree, and lets all Applications read the repository itself.
 * @param addresses Further addresses of the generated files that are replaced.
 */
export function publishTree(root: string, addresses: Readonly<Record<string, string>> = {}): PublishedTree {
  const { url }: { readonly url: string } = parse(readFileSync(join(root, "platform/platform.yaml"), "utf8")).spec
    .repository;
  const origin = mkdtempSync(join(tmpdir(), "tenantry-origin-"));
  const rewrite = (): void => {
    for (const [file, text] of treeOf(root, "clusters"))
      write(
        root,
        file,
        Object.entries({ ...addresses, [url]: `file://${origin}` }).reduce(
          (changed, [from, to]) => changed.replaceAll(from, to),
          text,
        ),
      );
  };
  rewrite();
  initialised(root);
  git(root, "clone", "--quiet", "--bare", root, origin);
  return {
    push: () => {
      rewrite();
      git(root, "add", "--all");
      git(root, "commit", "--quiet", "--message", "next");
      git(root, "push", "--quiet", origin, "HEAD:main");
    },
    remove: () => rmSync(origin, { recursive: true, force: true }),
  };
}

export async function apply(server: ApiServer, object: KubernetesObject): Promise<void> {
  const path = `${collectionOf(object)}/${object.metadata?.name}?fieldManager=test&force=true`;
  await until(async () => {
    const { status, body } = await server.request("PATCH", path, object);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
  });
}

export async function statusOf(server: ApiServer, name: string): Promise<RawMap> {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${argoCDNamespace}/applications/${name}`;
  const { body } = await server.request("GET", path);
  return mapAtPath(body, ["status"]);
}

/** Lets an Application read the newest commit at once: the repository server remembers the revision of a branch for minutes. */
export async function refresh(server: ApiServer, name: string): Promise<void> {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${argoCDNamespace}/applications/${name}`;
  await server.request("MERGE", path, { metadata: { annotations: { "argocd.argoproj.io/refresh": "normal" } } });
}

/** Repeats an assertion until it holds, for at most three minutes. */
export async function until(assertion: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (tries === 360) throw error;
      await wait(500);
    }
  }
}
