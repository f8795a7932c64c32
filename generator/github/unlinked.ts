/**
 * What GitHub would make a link or a mention of, in text that somebody else proposed, is broken by a character that nobody
 * sees: addresses, issues by number, commits by their hash, names after an @, and the same written as HTML entities.
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
