import { ToolFailure } from "../diagnostics/tool-failure.ts";

/** GitHub's REST API, as a workflow calls it. https://docs.github.com/rest */
export interface GitHub {
  /** Sends a request. The result is undefined if GitHub responds with 404. */
  readonly request: (method: "GET" | "POST" | "PATCH", path: string, body?: object) => Promise<unknown>;
}

/**
 * @param env GITHUB_TOKEN, and GITHUB_API_URL, which every runner sets.
 * @throws ToolFailure if the token is missing.
 */
export function openGitHub(env: Readonly<Record<string, string | undefined>>): GitHub {
  const token = env["GITHUB_TOKEN"] ?? "";
  const address = env["GITHUB_API_URL"] ?? "https://api.github.com";
  if (token === "") throw new ToolFailure("missing GITHUB_TOKEN", "Set GITHUB_TOKEN in the env of the workflow step.");
  return {
    request: async (method, path, body) => {
      const answer = await fetch(`${address}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/vnd.github+json",
          "x-github-api-version": "2022-11-28",
          "user-agent": "tenantry",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      }).catch((error: unknown) => {
        throw new ToolFailure(`GitHub does not respond at ${address}`, "Run the job again.", { cause: error });
      });
      if (answer.status === 404) return undefined;
      if (!answer.ok)
        throw new ToolFailure(
          `GitHub responds with ${answer.status} to ${method} ${path}`,
          answer.status === 403 || answer.status === 401
            ? "Give the token the permissions that .github/SETUP.md lists."
            : "Run the job again.",
        );
      return answer.status === 204 ? {} : answer.json();
    },
  };
}

/** Reads all pages of a list. */
export async function listPages(github: GitHub, path: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await github.request("GET", `${path}?per_page=100&page=${page}`);
    if (!Array.isArray(answer)) return found;
    found.push(...answer);
    if (answer.length < 100) return found;
  }
}
