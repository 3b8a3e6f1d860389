// Who did what, the newest first.
import { get } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { moment, say } from "./speak.js";

function Row({ line }) {
  const detail = Object.entries(line.detail).map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`);
  return html`<tr><td>${moment(line.at)}</td><td><bdi>${line.name || line.by}</bdi></td><td><code>${line.what}</code></td><td><bdi>${line.subject}</bdi></td><td><bdi>${detail.join(", ")}</bdi></td></tr>`;
}

export function Audit() {
  const { complain } = useHere();
  const [page, setPage] = useState({ lines: [], next: null });
  const read = (before) => get("/v1/audit", { before }).then((next) => setPage({ ...next, lines: before ? [...page.lines, ...next.lines] : next.lines }), complain);
  useEffect(() => void read(), []);
  const heads = ["at", "by", "what", "subject", "detail"];
  return html`<h1>${say("page.audit")}</h1><div class="wide" tabindex="0" role="region" aria-label=${say("page.audit")}><table><thead><tr>${heads.map((name) => html`<th scope="col">${say(`audit.${name}`)}</th>`)}</tr></thead>
    <tbody>${page.lines.map((line) => html`<${Row} key=${line.number} line=${line} />`)}</tbody></table></div>
    ${page.next && html`<button type="button" onClick=${() => read(page.next)}>${say("more")}</button>`}`;
}
