/** Escapes with a letter or digit that Go knows: https://pkg.go.dev/regexp/syntax. Every other one does not compile. */
const knownEscape = /^\\(?:[abBfnrtvACEQzdDsSwW]|[pP](?:[A-Z]|\{)|x(?:[0-9A-Fa-f]{2}|\{)|0|[1-7][0-7]|[^A-Za-z0-9])/;

/** The tokens whose syntax differs between Go and JavaScript: quoted text, escapes, classes, and the begin of groups. */
const token =
  /\\Q[\s\S]*?(?:\\E|$)|\\(?:[pP][A-Z]|[pPx]\{[^}]*\}|x[0-9A-Fa-f]{2}|[0-7]{2,3}|[\s\S])|\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[\s\S]|[^\]\\])*\]|\(\?(?:<?[=!]|P<|[imsU-]*[:)])|[\^$]|\{\d+(?:,\d*)?\}/g;

/** The largest count of a repetition in Go. */
const mostRepetitions = 1000;

/**
 * Why Go's package regexp, which Kubernetes and kubeconform use, does not compile a pattern. Undefined if it does. Patterns of
 * JavaScript and of Perl have syntax that Go lacks.
 */
export function goPatternFault(pattern: string): string | undefined {
  const faults: string[] = [];
  const plain = pattern.replace(token, (text) => {
    const fault = tokenFault(text);
    if (fault !== undefined) faults.push(fault);
    if (text.startsWith("(?")) return text.endsWith(")") ? "" : "(";
    return text.startsWith("{") ? text : "a";
  });
  if (faults.length > 0) return faults[0];
  try {
    new RegExp(plain);
    return undefined;
  } catch {
    return "its groups, classes or repetitions are incomplete";
  }
}

function tokenFault(text: string): string | undefined {
  if (/^\(\?<?[=!]/.test(text)) return `Go has no ${text}`;
  if (text.startsWith("{"))
    return (text.match(/\d+/g) ?? []).some((count) => Number(count) > mostRepetitions)
      ? `a count exceeds ${mostRepetitions}`
      : undefined;
  if (text.startsWith("\\Q")) return undefined;
  const escapes = text.startsWith("[")
    ? (text.match(/\\(?:[pP][A-Z]|[pPx]\{[^}]*\}|x..|[0-7]{2,3}|[\s\S])/g) ?? [])
    : [text];
  const unknown = escapes.find((candidate) => candidate.startsWith("\\") && !knownEscape.test(candidate));
  return unknown === undefined ? undefined : `Go has no ${unknown}`;
}
