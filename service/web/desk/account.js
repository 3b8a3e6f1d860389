// One's own settings, password and sessions.
import { get, post, remove } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { keyName } from "./help.js";
import { USUAL } from "./keys.js";
import { moment, say } from "./speak.js";

const THEMES = ["auto", "light", "dark"];

function Choices({ name, options, words }) {
  const { settings, change, complain } = useHere();
  const button = (one) => html`<button type="button" aria-pressed=${settings[name] === one} onClick=${() => change({ [name]: one }).catch(complain)}>${words(one)}</button>`;
  return html`<div class="choices" role="group" aria-label=${say(`set.${name}`)}><span>${say(`set.${name}`)}</span>${options.map(button)}</div>`;
}

function Switch({ name }) {
  const { settings, change, complain } = useHere();
  return html`<label class="switch"><input type="checkbox" checked=${settings[name]} onChange=${({ target }) => change({ [name]: target.checked }).catch(complain)} /> ${say(`set.${name}`)}</label>`;
}

function Breaks() {
  const { settings, change, complain } = useHere();
  const set = ({ target }) => target.validity.valid && change({ break_every_min: Number(target.value) }).catch(complain);
  return html`<label>${say("set.break")}<input type="number" min="0" max="240" value=${settings.break_every_min} onChange=${set} /></label>`;
}

function Bound() {
  const { settings, change, complain } = useHere();
  const set = (action) => (event) => {
    if (event.key === "Tab" || event.key === "Shift") return;
    event.preventDefault();
    const free = Object.keys(USUAL).every((other) => other === action || (settings.keys[other] ?? USUAL[other]).toLowerCase() !== event.key.toLowerCase());
    if (event.key === "Backspace" || event.isComposing) return; // input methods inject it
    if (!free) complain({ code: "key.taken", detail: say("key.taken") });
    else change({ keys: { ...settings.keys, [action]: event.key } }).catch(complain);
  };
  const line = (action) => html`<label>${say(`key.${action}`)}<input class="key" readonly value=${keyName(action, settings)} onKeyDown=${set(action)} /></label>`;
  return html`<details><summary>${say("set.keys")}</summary><p class="hint">${say("set.keys.hint")}</p><div class="grid">${Object.keys(USUAL).map(line)}</div>
    <button type="button" onClick=${() => change({ keys: {} }).catch(complain)}>${say("set.keys.usual")}</button></details>`;
}

function Password() {
  const { complain, done } = useHere();
  const send = (event) => {
    event.preventDefault();
    const form = event.target;
    post("/v1/session/password", Object.fromEntries(new FormData(form))).then(() => {
      form.reset();
      done(say("saved"));
    }, complain);
  };
  return html`<form class="line" onSubmit=${send}><h2>${say("sign.password")}</h2>
    <label>${say("password.old")}<input type="password" name="old" required autocomplete="current-password" maxlength="256" /></label>
    <label>${say("password.new")}<input type="password" name="new" required minlength="10" autocomplete="new-password" maxlength="256" /></label>
    <button class="main">${say("save")}</button></form>`;
}

function Sessions() {
  const { complain } = useHere();
  const [sessions, setSessions] = useState([]);
  const read = () => get("/v1/sessions").then((answer) => setSessions(answer.sessions), complain);
  useEffect(() => void read(), []);
  const end = (id) => remove(`/v1/sessions/${id}`).then(read, complain);
  const line = (one) => html`<li key=${one.id}><bdi>${one.agent || "?"}</bdi> · ${moment(one.seen_at)} ${one.current ? html`<b>${say("session.this")}</b>` : html`<button type="button" onClick=${() => end(one.id)}>${say("session.end")}</button>`}</li>`;
  return html`<section><h2>${say("sessions")}</h2><ul>${sessions.map(line)}</ul></section>`;
}

export function Account() {
  return html`<h1>${say("page.me")}</h1>
    <section class="settings">
      <${Choices} name="language" options=${["vi", "en"]} words=${(one) => say(`language.${one}`)} />
      <${Choices} name="theme" options=${THEMES} words=${(one) => say(`theme.${one}`)} />
      <${Switch} name="masked" /><${Switch} name="own_count" /><${Switch} name="keys_on" />
      <${Breaks} /><${Bound} />
    </section>
    <${Password} /><${Sessions} />`;
}
