// A guest: what he wrote lately, and whether he is blocked or trusted.
import { get, post } from "./api.js";
import { Found } from "./found.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { Marked } from "./marked.js";
import { ago, moment, number, say } from "./speak.js";

const RECENT = 5;
const TIMES = [["3600", "1h"], ["86400", "1d"], ["604800", "7d"], ["2592000", "30d"], ["31536000", "365d"]];

function useGuest(id, limit, complain) {
  const [history, setHistory] = useState(null);
  const read = () => get(`/v1/guests/${id}`, { limit }).then(setHistory, (error) => error.status !== 404 && complain(error));
  useEffect(() => void read(), [id]);
  return [history, setHistory, read];
}

// What this guest wrote beside the comment *but*.
export function History({ guest, but, masked }) {
  const { complain } = useHere();
  const [history] = useGuest(guest, RECENT + 1, complain);
  if (!history) return null;
  const others = history.comments.filter((one) => one.id !== but).slice(0, RECENT);
  const line = (one) => html`<li><span class="badge" data-status=${one.status}>${say(`status.${one.status}`)}</span> <span class="brief"><${Marked} text=${one.comment.text} findings=${one.verdict.findings.filter((it) => it.field === "text")} masked=${masked} /></span> <time datetime=${one.received_at}>${ago(one.received_at)}</time></li>`;
  return html`<section class="history"><h2>${say("guest")} <a href=${`#guest?id=${guest}`}>${say("guest.open")}</a></h2>
    <${Standing} card=${history.guest} />
    ${others.length ? html`<ul>${others.map(line)}</ul>` : html`<p class="hint">${say("guest.first")}</p>`}
  </section>`;
}

function Standing({ card }) {
  const counts = Object.entries(card.comments).map(([status, count]) => `${say(`status.${status}`)}: ${number(count)}`);
  return html`<p class="hint">${say(`guest.${card.kind}`)} · ${say("guest.since", { time: moment(card.first_at) })} · ${counts.join(" · ")}
    ${card.blocked_until && html` · <b>${say("guest.blocked", { time: moment(card.blocked_until) })}</b>`}
    ${card.trusted_until && html` · <b>${say("guest.trusted", { time: moment(card.trusted_until) })}</b>`}</p>`;
}

function Marking({ id, card, done }) {
  const { complain } = useHere();
  const send = async (event) => {
    event.preventDefault();
    const { action, for_s, reason } = Object.fromEntries([...new FormData(event.target), ["action", event.submitter.value]]);
    const body = action === "clear" ? { reason } : { for_s: Number(for_s), reason };
    await post(`/v1/guests/${id}/${action}`, body).then(done, complain);
  };
  const time = ([seconds, name]) => html`<option value=${seconds} selected=${name === "1d"}>${say(`for.${name}`)}</option>`;
  return html`<form class="line" onSubmit=${send}>
    <label>${say("guest.for")}<select name="for_s">${TIMES.map(time)}</select></label>
    <label>${say("guest.why")}<input name="reason" maxlength="2000" /></label>
    <button value="block">${say("guest.block")}</button><button value="trust">${say("guest.trust")}</button>
    ${(card.blocked_until || card.trusted_until) && html`<button value="clear">${say("guest.clear")}</button>`}
  </form>`;
}

function Marks({ marks }) {
  const line = (one) => html`<li>${say(`guest.did.${one.action}`)} · ${moment(one.at)}${one.until && html` → ${moment(one.until)}`}${one.reason && html` · <q dir="auto">${one.reason}</q>`}</li>`;
  return marks.length ? html`<ul class="said">${marks.map(line)}</ul>` : null;
}

// The page of one guest.
export function Guest() {
  const { query, complain, may, done } = useHere();
  const id = query.get("id") ?? "";
  const [history, setHistory, read] = useGuest(id, 50, complain);
  if (!history) return html`<h1>${say("guest")}</h1><p class="empty">${say("loading")}</p>`;
  const more = () => get(`/v1/guests/${id}`, { limit: 50, before: history.next }).then((page) => setHistory({ ...page, comments: [...history.comments, ...page.comments] }), complain);
  const marked = () => read().then(() => done(say("done")));
  return html`<h1>${say("guest")}</h1><${Standing} card=${history.guest} />
    ${may("moderator") && html`<${Marking} id=${id} card=${history.guest} done=${marked} />`}
    <${Marks} marks=${history.guest.marks} />
    <${Found} comments=${history.comments} next=${history.next} more=${more} again=${read} />`;
}
