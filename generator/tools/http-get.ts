import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Agent as HttpAgent, get as httpGet, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, get as httpsGet } from "node:https";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Machine } from "./machine.ts";

/** The result of a request: the answer is in the file, or the reason why not. */
export type Download =
  | { readonly ok: true }
  /** `absent`: whether the server has no such file (404 or 410). `challenge`: how the server wants to be authorized (401). */
  | { readonly ok: false; readonly absent: boolean; readonly reason: string; readonly challenge?: string };

/** Headers of a request. A redirect to another server gets no `authorization`. */
export type RequestHeaders = Readonly<Record<string, string>>;

export interface DownloadLimits {
  readonly mostBytes: number;
  /** The longest time without a byte. */
  readonly idleSeconds: number;
  /** The longest time for the whole file. */
  readonly seconds: number;
  /** How often a request is made, if the connection is cut or the server fails. */
  readonly attempts: number;
}

const mostRedirects = 5;
const mebibyte = 1024 ** 2;

/**
 * Downloads a file over HTTPS, or over HTTP from a server that the user configured. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`
 * apply with Node.js 24.5 or 22.21 and later, which read them for an agent. An incomplete file is removed.
 * @param what Its name in the line of progress, which large files get.
 */
export async function download(
  what: string,
  url: URL,
  file: string,
  { env, log }: Machine,
  limits: DownloadLimits,
  headers: RequestHeaders = {},
): Promise<Download> {
  const started = (bytes: number): void => log(`downloading ${what} (${mebibytes(bytes)})`);
  for (let attempt = 1; ; attempt += 1) {
    const result = await downloadOnce(url, file, env, limits, started, headers).catch(
      (error: unknown): Download & { readonly again: boolean } => ({
        ok: false,
        absent: false,
        reason: messageOf(error),
        again: isCut(error),
      }),
    );
    if (result.ok) return result;
    await rm(file, { force: true });
    if (!result.again || attempt >= limits.attempts) return result;
    log(`${url.host}: ${result.reason}. Trying again`);
    await sleep(500 * attempt);
  }
}

async function downloadOnce(
  url: URL,
  file: string,
  env: Machine["env"],
  limits: DownloadLimits,
  started: (bytes: number) => void,
  headers: RequestHeaders,
): Promise<Download & { readonly again: boolean }> {
  const signal = AbortSignal.timeout(limits.seconds * 1000);
  const answer = await requested(url, env, limits, signal, mostRedirects, headers);
  const status = answer.statusCode ?? 0;
  if (status !== 200) {
    answer.destroy();
    const absent = status === 404 || status === 410;
    const challenge = status === 401 ? answer.headers["www-authenticate"] : undefined;
    const reason = `the server answered with status ${status}`;
    return { ok: false, absent, reason, ...(challenge !== undefined && { challenge }), again: status >= 500 };
  }
  const length = Number(answer.headers["content-length"]);
  if (length >= mebibyte) started(length);
  await pipeline(answer, atMost(limits.mostBytes), createWriteStream(file), { signal });
  return { ok: true, again: false };
}

async function requested(
  url: URL,
  env: Machine["env"],
  limits: DownloadLimits,
  signal: AbortSignal,
  redirects: number,
  headers: RequestHeaders,
): Promise<IncomingMessage> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const isSecure = url.protocol === "https:";
    const settings = { proxyEnv: env, timeout: limits.idleSeconds * 1000 };
    const agent = isSecure ? new HttpsAgent(settings) : new HttpAgent(settings);
    const request = (isSecure ? httpsGet : httpGet)(url, { agent, signal, headers }, resolve);
    request.on("timeout", () => request.destroy(new Error(`no answer for ${limits.idleSeconds} seconds`)));
    request.on("error", reject);
  });
  const { location } = answer.headers;
  const status = answer.statusCode ?? 0;
  if (status < 300 || status > 399 || location === undefined) return answer;
  answer.destroy();
  const next = new URL(location, url);
  if (redirects === 0) throw new Error("too many redirects");
  if (next.protocol !== "https:" && next.protocol !== url.protocol)
    throw new Error(`the server redirects to the insecure address ${next.origin}`);
  const { authorization: _, ...others } = headers;
  const onward = next.origin === url.origin ? headers : others;
  return requested(next, env, limits, signal, redirects - 1, onward);
}

/** Passes data on, up to a limit. */
function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(new Error(`the file exceeds ${mebibytes(bytes)}`));
      else done(null, chunk);
    },
  });
}

const cut: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"]);

function isCut(error: unknown): boolean {
  return error instanceof Error && "code" in error && cut.has(String(error.code));
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // Node.js reports several failed addresses with an empty message.
  return text !== "" || !(error instanceof Error) || !("code" in error) ? text : String(error.code);
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / mebibyte)} MiB`;
}
