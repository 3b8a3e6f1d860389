// The case in hand, whole: the comment, why it waits, where, from whom.
import { History } from "./guest.js";
import { keyName } from "./help.js";
import { useHere } from "./here.js";
import { html } from "./html.js";
import { harsh } from "./marks.js";
import { Marked } from "./marked.js";
import { ago, language, moment, reason, say } from "./speak.js";
import { Thread } from "./thread.js";

const BUTTONS = [
  ["publish", "publish"], ["reject", "reject"], ["rejectWhy", "reject_why"], ["spam", "spam"], ["edit", "edit_and_publish"],
  ["escalate", "escalate"], ["forward", "forward"], ["takeDown", "take_down"], ["restore", "restore"],
];
const FITS = {
  publish: ({ status }) => status !== "published",
  take_down: ({ status }) => status === "published",
  restore: ({ status }) => ["removed"].includes(status),
};

function Why({ found }) {
  const known = found.verdict.findings.filter((one) => one.action !== "publish" || one.nudge);
  const told = new Set(known.map((one) => one.code));
  const others = found.reasons.filter((code) => !told.has(code));
  return html`<ul class="why">
    ${known.map((one) => html`<li data-action=${one.action}><b>${say(`action.${one.action}`)}</b> ${one.detail?.[language()] ?? reason(one.code)}</li>`)}
    ${others.map((code) => html`<li data-action="review"><b>${reason(code)}</b></li>`)}
  </ul>`;
}

const LEAST = 0.01;

function Scores({ scores }) {
  const shown = Object.entries(scores).filter(([, value]) => value >= LEAST).sort((one, other) => other[1] - one[1]);
  const line = ([label, value]) => html`<dt>${say(`label.${label}`)}</dt><dd><meter min="0" max="1" low="0.4" high="0.8" optimum="0" value=${value} aria-label=${say(`label.${label}`)}></meter> ${Math.floor(value * 100)}%</dd>`;
  return shown.length ? html`<details class="scores"><summary>${say("scores")}</summary><dl>${shown.map(line)}</dl></details>` : null;
}

function Said({ decisions }) {
  const line = (one) => html`<li data-undone=${one.undone ? "" : null}><b>${say(`did.${one.action}`)}</b> <time datetime=${one.at}>${moment(one.at)}</time>
    ${one.reason && html` · ${reason(one.reason)}`}${one.undone && html` · ${say("undone")}`}
    ${one.note && html`<q dir="auto">${one.note}</q>`}${one.message && html`<span class="hint">${say("message.sent")}: <q dir="auto">${one.message}</q></span>`}</li>`;
  return decisions.length ? html`<ul class="said" aria-label=${say("decisions")}>${decisions.map(line)}</ul>` : null;
}

function Writing({ found, masked }) {
  const { comment, verdict, edited } = found;
  const of = (field) => verdict.findings.filter((one) => one.field === field);
  return html`<div class="writing">
    <p class="author"><${Marked} text=${comment.author || say("no.name")} findings=${comment.author ? of("author") : []} masked=${masked} /></p>
    <p class="text" tabindex="0" role="group" aria-label=${say("text")}><${Marked} text=${comment.text} findings=${of("text")} masked=${masked} /></p>
    ${edited && html`<p class="edited"><b>${say("edited")}</b> <bdi>${edited.text}</bdi></p>`}
  </div>`;
}

export function Card({ found, gone, revealed, todo, ask }) {
  const { settings, may, session } = useHere();
  const masked = settings.masked && !revealed;
  const covered = settings.masked && found.verdict.findings.some((one) => harsh({ findings: [one] }) && one.spans.length);
  const other = found.claim && found.claim.by !== `moderator:${session.id}`;
  const button = ([key, action]) => (FITS[action] ?? (() => true))(found) && html`<button type="button" data-does=${action} onClick=${todo[key]}>${say(`do.${action}`)} <kbd aria-hidden="true">${keyName(key, settings)}</kbd></button>`;
  return html`<article class="card" data-case=${found.id}>
    <p class="state"><span class="badge" data-status=${found.status}>${say(`status.${found.status}`)}</span>
      <time datetime=${found.opened_at} title=${moment(found.opened_at)}>${ago(found.opened_at)}</time>
      ${found.level === "editor" && html` <b>${say("level.editor")}</b>`}
      ${other && !gone && html` <b class="other">${say("claimed.other")}</b>`}</p>
    ${gone && html`<p class="gone" role="status">${say("gone")}</p>`}
    <${Writing} found=${found} masked=${masked} />
    ${covered && html`<button type="button" class="quiet" aria-pressed=${!masked} onClick=${todo.reveal}>${say(masked ? "reveal" : "cover")}</button>`}
    ${may("moderator") && html`<div class="does" role="group" aria-label=${say("decide")}>${BUTTONS.map(button)}</div>`}
    ${found.copies > 1 && html`<p class="copies">${say("copies.are", { count: found.copies })} ${may("moderator") && html`<button type="button" onClick=${() => ask("copies")}>${say("copies.decide", { count: found.copies })}</button>`}</p>`}
    <h2>${say("why")}</h2><${Why} found=${found} />
    <${Scores} scores=${found.verdict.scores} />
    <${Said} decisions=${found.decisions} />
    ${found.comment.thread && html`<${Thread} thread=${found.comment.thread} />`}
    ${found.guest && html`<${History} guest=${found.guest} but=${found.id} masked=${masked} />`}
  </article>`;
}
