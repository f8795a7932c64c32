/**
 * Inserts an invisible character where GitHub would create a link or a mention from untrusted text: addresses, issue
 * numbers, commit hashes, names after an @, and the same written as HTML entities.
 * https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
export function withoutMentions(text: string): string {
  return text
    .replace(/&(?=[a-z#])/gi, "&amp;")
    .replace(linked, `$&${nothing}`)
    .replace(hash, (word) => word.replace(/.{6}(?=.)/g, `$&${nothing}`));
}

const nothing = "\u200b";
const linked = /#(?=\d)|\bGH-(?=\d)|@(?=[\w-])|\b(https?|ftp|mailto|xmpp):(?!\u200b)|\bwww(?=[.])/gi;
const hash = /\b[0-9a-f]{7,}\b/gi;
