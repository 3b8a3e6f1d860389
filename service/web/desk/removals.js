// Removal requests: who asked, until when, and the register.
import { address, get, post } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { ago, moment, number, say } from "./speak.js";

const HOUR_MS = 3_600_000;

function urgency(one) {
  if (one.done_at) return "done";
  const left = new Date(one.due_at) - Date.now();
  return left < 0 ? "late" : left < 24 * HOUR_MS ? "soon" : "calm";
}

function Row({ one, meet }) {
  const { may } = useHere();
  const state = urgency(one);
  return html`<tr data-urgency=${state}>
    <td><bdi>${one.asked_by}</bdi>${one.document && html`<br /><span class="hint"><bdi>${one.document}</bdi></span>`}</td>
    <td>${moment(one.received_at)}</td>
    <td>${moment(one.due_at)}<br />${one.done_at ? say("removal.done", { time: moment(one.done_at) }) : html`<b>${ago(one.due_at)}</b>`}</td>
    <td>${number(one.comments.length)}${one.comments.map((id) => html` <code>${id.slice(0, 8)}</code>`)}</td>
    <td><bdi>${one.note}</bdi></td>
    <td>${!one.done_at && may("moderator") && html`<button type="button" onClick=${() => meet(one.id)}>${say("removal.meet")}</button>`}</td>
  </tr>`;
}

const local = (date) => new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function New({ added }) {
  const { complain } = useHere();
  const send = async (event) => {
    event.preventDefault();
    const form = event.target;
    const given = Object.fromEntries(new FormData(form));
    const body = {
      ...given,
      received_at: new Date(given.received_at).toISOString(),
      due_at: new Date(given.due_at).toISOString(),
      comments: given.comments.split(/[\s,]+/).filter(Boolean),
    };
    await post("/v1/removals", body).then(added, complain);
    form.reset();
  };
  const now = new Date();
  return html`<details><summary>${say("removal.new")}</summary><form class="grid" onSubmit=${send}>
    <label>${say("removal.asked_by")}<input name="asked_by" required maxlength="400" /></label>
    <label>${say("removal.document")}<input name="document" maxlength="200" /></label>
    <label>${say("removal.received")}<input name="received_at" type="datetime-local" required value=${local(now)} /></label>
    <label>${say("removal.due")}<input name="due_at" type="datetime-local" required value=${local(new Date(+now + 24 * HOUR_MS))} /></label>
    <label>${say("removal.comments")}<input name="comments" /></label>
    <label>${say("note")}<input name="note" maxlength="2000" /></label>
    <button class="main">${say("save")}</button></form></details>`;
}

export function Removals() {
  const { complain, may, done } = useHere();
  const [page, setPage] = useState(null);
  const read = () => get("/v1/removals").then(setPage, complain);
  useEffect(() => void read(), []);
  const meet = (id) => post(`/v1/removals/${id}/done`, {}).then(read, complain);
  const more = () => get("/v1/removals", { after: page.next }).then((next) => setPage({ ...next, removals: [...page.removals, ...next.removals] }), complain);
  const heads = ["asked_by", "received", "due", "comments", "note", "act"];
  return html`<h1>${say("page.removals")}</h1>
    ${may("moderator") && html`<${New} added=${() => read().then(() => done(say("saved")))} />`}
    <p><a href=${address("/v1/removals/register.csv")} download="register.csv">${say("removal.register")}</a></p>
    ${page && (page.removals.length ? html`<div class="wide" tabindex="0" role="region" aria-label=${say("page.removals")}><table><thead><tr>${heads.map((name) => html`<th scope="col">${say(`removal.${name}`)}</th>`)}</tr></thead>
      <tbody>${page.removals.map((one) => html`<${Row} key=${one.id} one=${one} meet=${meet} />`)}</tbody></table></div>` : html`<p class="empty">${say("removal.none")}</p>`)}
    ${page?.next && html`<button type="button" onClick=${more}>${say("more")}</button>`}`;
}
