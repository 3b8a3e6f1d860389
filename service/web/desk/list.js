// What waits, one line each. Whoever opens one goes on at its card, where Enter decides.
import { useHere } from "./here.js";
import { html, useEffect, useRef } from "./html.js";
import { parts, harsh } from "./marks.js";
import { ago, reason, say } from "./speak.js";

const SHORT = 160;

// The beginning of a text as one line, its harsh words covered.
function Gist({ found, masked }) {
  const findings = found.verdict.findings.filter((one) => one.field === "text");
  const shown = parts(found.comment.text, findings).map((part) => (masked && harsh(part) ? "•••" : part.text)).join("");
  return html`<bdi class="gist">${[...shown].slice(0, SHORT).join("")}</bdi>`;
}

function open(cases, id) {
  document.querySelector(".hand").focus();
  return cases.take(id);
}

function Row({ found, cases, masked, me, choosing }) {
  const current = cases.hand?.id === found.id;
  const other = found.claim && found.claim.by !== me;
  return html`<li class="row" data-current=${current ? "" : null} data-case=${found.id}>
    ${choosing && html`<input type="checkbox" aria-label=${say("choose")} checked=${cases.chosen.has(found.id)} onChange=${() => cases.toggle(found.id)} />`}
    <button type="button" class="open" aria-current=${current ? "true" : null} onClick=${() => open(cases, found.id)}>
      <${Gist} found=${found} masked=${masked} />
      <span class="meta"><time datetime=${found.opened_at}>${ago(found.opened_at)}</time> · ${found.reasons.map(reason).join(", ")}
        ${found.copies > 1 && html` · <b>${say("copies.count", { count: found.copies })}</b>`}
        ${found.level === "editor" && html` · <b>${say("level.editor")}</b>`}
        ${other && html` · <b class="other">${say("claimed.other")}</b>`}</span>
    </button>
  </li>`;
}

// Calls *seen* when the end of the list comes near.
function End({ seen }) {
  const at = useRef(null);
  useEffect(() => {
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && seen(), { rootMargin: "400px" });
    watch.observe(at.current);
    return () => watch.disconnect();
  });
  return html`<li ref=${at} class="end" aria-hidden="true"></li>`;
}

export function List({ cases }) {
  const { settings, session, may } = useHere();
  const place = useRef(null);
  useEffect(() => {
    place.current?.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });
  }, [cases.hand?.id]);
  const row = (found) => html`<${Row} key=${found.id} found=${found} cases=${cases} masked=${settings.masked} me=${`moderator:${session.id}`} choosing=${may("moderator")} />`;
  return html`<ul class="list" ref=${place} aria-label=${say("list")}>
    ${cases.list.map(row)}
    ${cases.next && html`<${End} seen=${() => cases.more()} />`}
  </ul>`;
}
