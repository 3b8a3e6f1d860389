// Webhooks, and the messages that could not be delivered.
import { Once } from "./admin-keys.js";
import { get, patch, post, remove } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { moment, number, say } from "./speak.js";

function Parked({ id }) {
  const { complain, done } = useHere();
  const [page, setPage] = useState(null);
  useEffect(() => void get(`/v1/webhooks/${id}/deliveries`, { state: "parked" }).then(setPage, complain), [id]);
  const again = () => post(`/v1/webhooks/${id}/resend`, {}).then(() => done(say("done")), complain);
  const line = (one) => html`<li key=${one.id}><code>${one.event}</code> · ${moment(one.at)} · ${say("hook.tries", { count: one.tries })} · <bdi>${one.told}</bdi></li>`;
  return page && html`<ul>${page.deliveries.map(line)}</ul>${page.deliveries.length > 0 && html`<button type="button" onClick=${again}>${say("hook.again")}</button>`}`;
}

function Hook({ one, changed, complain }) {
  const [open, setOpen] = useState(false);
  const stop = () => patch(`/v1/webhooks/${one.id}`, { active: !one.active }).then(changed, complain);
  const drop = () => confirm(say("hook.drop.sure")) && remove(`/v1/webhooks/${one.id}`).then(changed, complain);
  return html`<li><bdi>${one.url}</bdi> · ${one.events.length ? one.events.join(", ") : say("hook.all")} · ${say("hook.waiting", { count: number(one.waiting) })}
    ${one.parked > 0 && html` · <button type="button" aria-expanded=${open} onClick=${() => setOpen(!open)}>${say("hook.parked", { count: number(one.parked) })}</button>`}
    <button type="button" aria-pressed=${one.active} onClick=${stop}>${say(one.active ? "hook.on" : "hook.off")}</button> <button type="button" onClick=${drop}>${say("remove")}</button>
    ${open && html`<${Parked} id=${one.id} />`}</li>`;
}

export function Webhooks() {
  const { complain } = useHere();
  const [hooks, setHooks] = useState([]);
  const [secret, setSecret] = useState("");
  const read = () => get("/v1/webhooks").then((answer) => setHooks(answer.webhooks), complain);
  useEffect(() => void read(), []);
  const add = (event) => {
    event.preventDefault();
    const form = event.target;
    const { url, events } = Object.fromEntries(new FormData(form));
    post("/v1/webhooks", { url, events: events.split(/[\s,]+/).filter(Boolean) }).then((answer) => {
      form.reset();
      setSecret(answer.secret);
      return read();
    }, complain);
  };
  return html`<section><h2>${say("hooks")}</h2><form class="line" onSubmit=${add}>
      <label>${say("hook.url")}<input name="url" type="url" required maxlength="2048" placeholder="https://…" /></label><label>${say("hook.events")}<input name="events" placeholder="comment.published, comment.removed" /></label><button class="main">${say("add")}</button></form>
    <ul class="hooks">${hooks.map((one) => html`<${Hook} key=${one.id} one=${one} changed=${read} complain=${complain} />`)}</ul>
    ${secret && html`<${Once} title=${say("hook.secret")} secret=${secret} close=${() => setSecret("")} />`}</section>`;
}
