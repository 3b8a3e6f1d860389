// Calls to the service. Comment text comes and goes as JSON and is only ever shown as text.

// What the service answered instead: a problem document (RFC 9457).
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "");
    this.code = problem.code;
    this.cure = problem.cure ?? "";
    this.status = problem.status;
    this.problem = problem;
  }
}

// The service did not answer at all.
export class Away extends Error {}

const SMALL = 15_000; // browsers keep 64 KiB alive, of all calls together

const who = { csrf: "", site: "", left: () => {} };

// Calls from now on are those of *session* at *site*; *left* is called when the session has ended.
export function enter(session, site, left = () => {}) {
  Object.assign(who, { csrf: session.csrf, site, left });
}

export function address(path, query = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, value);
  }
  if (who.site) url.searchParams.set("site", who.site);
  return url.pathname + url.search;
}

async function asked(method, path, query, body) {
  const headers = { "X-CSRF-Token": who.csrf };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const keepalive = method !== "GET" && (sent?.length ?? 0) < SMALL; // what was decided counts although the page is closed
    return await fetch(address(path, query), { method, headers, body: sent, keepalive });
  } catch {
    throw new Away();
  }
}

async function told(response) {
  if (response.headers.get("Content-Type")?.includes("json")) return response.json();
  return { detail: `${response.status} ${response.statusText}`, status: response.status, code: "answer.none" };
}

async function call(method, path, { query, body } = {}) {
  const response = await asked(method, path, query, body);
  const answer = await told(response);
  if (response.ok) return answer;
  const refused = new Refused(answer);
  if (["session.missing", "session.unknown"].includes(refused.code)) who.left();
  throw refused;
}

export const get = (path, query) => call("GET", path, { query });
export const post = (path, body, query) => call("POST", path, { body, query });
export const put = (path, body, query) => call("PUT", path, { body, query });
export const patch = (path, body, query) => call("PATCH", path, { body, query });
export const remove = (path, query) => call("DELETE", path, { query });
