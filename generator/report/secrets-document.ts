import { formatText } from "../layout/secret-command.ts";
import { type Block, heading } from "../text/document.ts";
import type { Delivery, NeededSecret } from "./secret-description.ts";

export interface ClusterSecrets {
  readonly cluster: string;
  readonly secrets: readonly NeededSecret[];
  /** How to set the contexts of kubectl that the commands contain. */
  readonly contexts: string | undefined;
}

/** The Secrets of each namespace of a cluster, what nothing uses, and the commands for those that a person creates. */
export function secretsDocument({ cluster, secrets, contexts }: ClusterSecrets): readonly Block[] {
  const unused = secrets.filter(({ usedBy }) => usedBy.length === 0);
  const manual = secrets.flatMap((secret) =>
    secret.delivery.by === "hand" ? [{ ...secret, ...secret.delivery }] : [],
  );
  return [
    heading(1, `Secrets on ${cluster}`),
    ...[...Map.groupBy(secrets, ({ namespace }) => namespace)].flatMap(([namespace, own]): readonly Block[] => [
      heading(2, `Namespace ${namespace} on ${cluster}`),
      {
        header: ["Secret", "Type", "Keys", "Used by", "Delivered by"],
        rows: own.map(({ name, type, keys, usedBy, delivery }) => [
          name,
          type,
          keys?.map((key) => `${key.key}: ${formatText(key)}`).join(", ") ?? "not listed",
          usedBy.length === 0 ? "nothing" : usedBy.join(", "),
          deliveryText(delivery),
        ]),
      },
    ]),
    ...(unused.length === 0
      ? []
      : [
          heading(2, `Unused on ${cluster}`),
          {
            text: "No object in git uses these Secrets. Remove them from the files, or correct the name in what should use them:",
          },
          { items: unused.map(({ namespace, name }) => `${namespace}/${name}`) },
        ]),
    ...(manual.length === 0
      ? []
      : [
          heading(2, `Created by hand on ${cluster}`),
          {
            text: "Run each block separately. A block asks for the values and the files that only a person has, and creates the others. It changes no Secret that exists. openssl creates passwords and certificates, and htpasswd of Apache creates hashes.",
          },
          ...(contexts === undefined ? [] : [{ text: contexts }]),
          ...manual.flatMap(({ namespace, name, only, commands }): readonly Block[] => [
            { text: `${namespace}/${name}${only === undefined ? "" : `, only ${only}`}:` },
            { code: commands },
          ]),
        ]),
  ];
}

function deliveryText(delivery: Delivery): string {
  switch (delivery.by) {
    case "store":
      return `store ${delivery.store}, ${delivery.path}`;
    case "copy":
      return `copy of ${delivery.namespace}/${delivery.name}`;
    case "operator":
      return `operator of add-on ${delivery.addon}`;
    case "chart":
      return `chart of add-on ${delivery.addon}`;
    case "object":
      return `${delivery.kind} ${delivery.name}`;
    case "git":
      return "git: it contains no secret value";
    default:
      return delivery.only === undefined ? "a person" : `a person, only ${delivery.only}`;
  }
}

/** The same as data. */
export function secretsData({ cluster, secrets }: ClusterSecrets): object {
  return {
    version: 1,
    cluster,
    secrets: secrets.map(({ namespace, name, type, keys, usedBy, delivery }) => ({
      namespace,
      name,
      type,
      ...(keys === undefined
        ? {}
        : {
            keys: keys.map(({ key, format, length, user, of }) => ({
              key,
              format,
              ...(length === undefined ? {} : { length }),
              ...(user === undefined ? {} : { user }),
              ...(of === undefined ? {} : { of }),
            })),
          }),
      usedBy,
      unused: usedBy.length === 0,
      delivery,
    })),
  };
}
