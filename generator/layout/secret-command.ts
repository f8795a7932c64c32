import type { CertificateSecret } from "../generate/routes/certificate-secrets.ts";
import { shellWord } from "../text/shell-word.ts";
import type { AddonSecret, AddonSecretKey } from "../validate/addons/secret.ts";
import { stoppingAtFailure } from "./kubectl-context.ts";

/** The format of a key's value: those that an add-on declares, and those of the Secrets of tenants. */
type SecretFormat = AddonSecretKey["format"] | "dockerconfigjson" | "rclone";

/** A key of a Secret that a person creates, with where its value comes from. */
export interface ManualKey extends Pick<AddonSecretKey, "length" | "user" | "of"> {
  readonly key: string;
  readonly format: SecretFormat;
  /** A value that is not secret. */
  readonly value?: string;
}

export interface ManualSecret {
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  readonly keys: readonly ManualKey[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether an authority signs the certificate, which a person then has in a file. Otherwise it signs for itself. */
  readonly signed?: boolean;
  /** The Secret that has the same keys in another namespace. */
  readonly copyOf?: { readonly name: string; readonly namespace: string } | undefined;
}

export function manualSecret(name: string, { namespace, type, keys }: AddonSecret): ManualSecret {
  return { name, namespace, type, keys: Object.entries(keys).map(([key, format]) => ({ key, ...format })) };
}

/** A Secret with a certificate that an authority signed. */
export function signedSecret({ name, namespace, type, keys }: CertificateSecret): ManualSecret {
  return { name, namespace, type, keys, signed: true };
}

/**
 * The commands that create a Secret, as lines of one block for a POSIX shell. The values are only in a folder that other users
 * cannot read and that the block deletes: not in the repository, in the output, in the history, or in the arguments of a program.
 * kubectl changes no Secret that exists.
 */
export function secretCommand(kubectl: string, secret: ManualSecret): readonly string[] {
  const { name, namespace, type, keys, labels = {}, copyOf } = secret;
  const values = copyOf === undefined ? valueLines(secret) : keys.map(({ key }) => copyLine(kubectl, key, copyOf));
  const sources = keys.map(({ key, value }) =>
    value === undefined ? `--from-file="$folder"/${shellWord(key)}` : `--from-literal=${shellWord(`${key}=${value}`)}`,
  );
  const set = Object.entries(labels).map((label) => shellWord(label.join("=")));
  return stoppingAtFailure([
    "umask 077",
    "folder=$(mktemp -d)",
    `trap 'stty echo 2> /dev/null || :; rm -rf "$folder"' EXIT`,
    // dash and zsh do not run the trap of EXIT for a signal.
    "trap 'exit 130' HUP INT TERM",
    ...values,
    ...continued([
      `${kubectl} create secret generic ${shellWord(name)} --namespace ${shellWord(namespace)} --type ${shellWord(type)}`,
      ...sources,
    ]),
    ...(set.length === 0
      ? []
      : [`${kubectl} label secret ${shellWord(name)} --namespace ${shellWord(namespace)} ${set.join(" ")}`]),
  ]);
}

/** One command on several lines. */
function continued(parts: readonly string[]): readonly string[] {
  return parts.map((part, index) => `${index === 0 ? "" : "  "}${part}${index === parts.length - 1 ? "" : " \\"}`);
}

/** A password comes before the hash of it. A pair of a certificate and its private key is one command. */
function valueLines({ name, keys: all, signed = false }: ManualSecret): readonly string[] {
  const keys = all.filter(({ value }) => value === undefined);
  const privateKey = keys.find(({ format }) => format === "privateKey")?.key;
  const isPair =
    !signed && keys.filter(({ format }) => format === "certificate").length === 1 && privateKey !== undefined;
  const ordered = [...keys.filter(({ of }) => of === undefined), ...keys.filter(({ of }) => of !== undefined)];
  const lines = ordered.flatMap(({ key, format, length = 32, user = "", of = "" }): readonly string[] => {
    const file = fileOf(key);
    switch (format) {
      case "password":
        return [
          "random=$(openssl rand -base64 256)",
          `printf %s "$random" | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c ${length} > ${file}`,
        ];
      case "htpasswd":
        return [`line=$(htpasswd -niB ${shellWord(user)} < ${fileOf(of)})`, `printf %s "$line" > ${file}`];
      case "privateKey":
        return isPair ? [] : [`take ${shellWord(key)}`];
      case "certificate":
        return isPair && privateKey !== undefined
          ? [
              `openssl req -x509 -newkey rsa:4096 -sha256 -nodes -days 3650 -subj ${shellWord(`/CN=${name}`)} -keyout ${fileOf(privateKey)} -out ${file} 2> /dev/null`,
            ]
          : [`take ${shellWord(key)}`];
      case "text":
        return [`ask ${shellWord(key)}`];
      default:
        return [`take ${shellWord(key)}`];
    }
  });
  return [
    ...(lines.some((line) => line.startsWith("ask ")) ? ask : []),
    ...(lines.some((line) => line.startsWith("take ")) ? take : []),
    ...lines,
  ];
}

function fileOf(key: string): string {
  return `"$folder"/${shellWord(key)}`;
}

function copyLine(kubectl: string, key: string, { name, namespace }: NonNullable<ManualSecret["copyOf"]>): string {
  const template = `go-template={{index .data "${key}" | base64decode}}`;
  return `${kubectl} get secret ${shellWord(name)} --namespace ${shellWord(namespace)} --output ${shellWord(template)} > ${fileOf(key)}`;
}

/** Asks for the value of a key, and does not show it. */
const ask: readonly string[] = [
  "ask() {",
  `  printf '%s: ' "$1" >&2`,
  "  stty -echo 2> /dev/null || :",
  "  IFS= read -r value",
  "  stty echo 2> /dev/null || :",
  "  printf '\\n' >&2",
  `  test -n "$value"`,
  `  printf %s "$value" > "$folder/$1"`,
  "}",
];

/** Asks for the file with the value of a key. */
const take: readonly string[] = [
  "take() {",
  `  printf 'File with %s: ' "$1" >&2`,
  "  IFS= read -r file",
  `  test -s "$file"`,
  `  cat "$file" > "$folder/$1"`,
  "}",
];

/** The format of a key in words. */
export function formatText({ format, length, user, of }: Pick<ManualKey, "format" | "length" | "user" | "of">): string {
  switch (format) {
    case "password":
      return length === undefined ? "password" : `password of exactly ${length} characters`;
    case "htpasswd":
      return `htpasswd line of user ${user ?? ""} with the password of ${of ?? ""}`;
    case "certificate":
      return "certificate (PEM)";
    case "privateKey":
      return "private key (PEM)";
    case "json":
      return "JSON document";
    case "dockerconfigjson":
      return "Docker configuration (JSON)";
    case "rclone":
      return "rclone remote (JSON or YAML)";
    default:
      return "text";
  }
}
