/** Why a route that requires a token rejects a request, by the status of the answer. */
const causes = {
  401: "the token is invalid or expired, or of an issuer that the platform does not list or that no route of the cluster uses",
  403: "the request has no token, a token of another issuer of the platform, or a token for another audience",
} as const;

/** One text for each status: the README, the troubleshooting and the page on routes contain the same texts. */
export const tokenStatuses: readonly string[] = Object.entries(causes).map(([status, cause]) => `${status}: ${cause}.`);
