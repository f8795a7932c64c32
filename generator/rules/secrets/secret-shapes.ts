import type { Location } from "../../diagnostics/diagnostic.ts";
import { placeholderIn } from "../../load/placeholders.ts";

/** The location without the text of its line, which contains a value that must not be shown. */
export function withoutValue(at: Location): Location {
  return { ...at, excerpt: [], withheld: true };
}

/** Whether a key of a Secret is one that only secret values have. Other keys of the same Secret may have public values. */
export function isSecretKey(key: string): boolean {
  const name = key.replace(/[.](json|ya?ml|txt|pub)$/i, "");
  return (
    /(pass(word|wd|phrase)?|secret|token|credentials?|api[-_.]?key|access[-_.]?key|secret[-_.]?key|private[-_.]?key|(tls|ssh|rsa|sa)[-_.]?key|[.]key|auth|dsn|dockerconfigjson|dockercfg|kubeconfig)$/i.test(
      name,
    ) || /^(pw|pwd)$/i.test(name)
  );
}

/** Whether a tool or a person replaces the text by the value: a reference to a vault, a variable or a placeholder word. */
export function isPlaceholder(text: string): boolean {
  return (
    placeholderIn(text) !== undefined ||
    /^(op|vault|awssm|gcpsm|azkv|doppler|bws|akeyless|ref[+][a-z]+):\/\/|^(vault|ref):\S*$/i.test(text) ||
    /^[$%#]?[{(<[]{1,2}[^{}]*[)}>\]]{1,2}$|^\$\w+$|^%\w+%$|^ENC\[|^AVP|^<path:/i.test(text) ||
    /^_*(update|change|replace|insert|enter|set|add|put|fill|todo|tbd|your|my|placeholder|dummy|example)[-_ ]/i.test(
      text,
    ) ||
    /^__\w+__$/.test(text) ||
    // The default password of Java's truststores, which contain public certificates.
    text === "changeit"
  );
}

const passwordName =
  /(^|[^a-z])(password|passwd|secret[-_.]?access[-_.]?key|secret[-_.]?key|api[-_.]?key|access[-_.]?token|auth[-_.]?token|client[-_.]?secret|private[-_.]?key)$/i;

/** Whether a value has a name that only passwords have, and is not a reference, a path or a switch. */
export function isPassword(name: string, value: string): boolean {
  return (
    name.length < 200 &&
    passwordName.test(name) &&
    value.length < 1_000 &&
    !/^(demo|example|sample)[-_]/i.test(name) &&
    !isPlaceholder(value) &&
    !/^\s*$|^(true|false|yes|no|none|null|\d+)$|^[/.]|^\$|\$\(|\$\{|^<.*>$|^[a-z]+:\/\//i.test(value)
  );
}
