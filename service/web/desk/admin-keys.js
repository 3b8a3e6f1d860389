// Keys: those of the site's own server, and those of its pages.
import { get, post, remove } from "./api.js";
import { Dialog } from "./dialog.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { moment, say } from "./speak.js";

const SCOPES = ["check", "submit", "moderate", "admin"];

// What is told once, to be copied now.
export function Once({ title, secret, close }) {
  return html`<${Dialog} title=${title} close=${close}><p>${say("once")}</p><p><input class="secret" readonly value=${secret} aria-label=${title} onFocus=${({ target }) => target.select()} /></p>
    <div class="end"><button type="button" class="main" onClick=${close}>${say("close")}</button></div></${Dialog}>`;
}

function New({ made }) {
  const { complain } = useHere();
  const [kind, setKind] = useState("secret");
  const send = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const scopes = kind === "secret" ? form.getAll("scope") : [];
    post("/v1/keys", { kind, name: form.get("name"), scopes }).then(made, complain);
  };
  const scope = (one) => html`<label class="switch"><input type="checkbox" name="scope" value=${one} checked=${one === "check"} /> ${say(`scope.${one}`)}</label>`;
  return html`<details><summary>${say("key.new")}</summary><form class="line" onSubmit=${send}>
    <label>${say("key.kind")}<select onChange=${({ target }) => setKind(target.value)}><option value="secret">${say("kind.secret")}</option><option value="public">${say("kind.public")}</option></select></label>
    <label>${say("key.name")}<input name="name" maxlength="200" /></label>
    ${kind === "secret" && html`<fieldset><legend>${say("key.scopes")}</legend>${SCOPES.map(scope)}</fieldset>`}
    <button class="main">${say("add")}</button></form></details>`;
}

function Row({ one, rotate, end }) {
  const ended = one.ends_at && new Date(one.ends_at) < new Date();
  return html`<tr data-ended=${ended ? "" : null}><td><bdi>${one.name || "–"}</bdi></td><td><code>${one.kind === "public" ? one.shown : `…${one.shown}`}</code></td><td>${one.scopes.map((name) => say(`scope.${name}`)).join(", ")}</td>
    <td>${one.last_used_at ? moment(one.last_used_at) : say("never")}</td><td>${one.ends_at ? moment(one.ends_at) : "–"}</td>
    <td>${!ended && html`<button type="button" onClick=${() => rotate(one.id)}>${say("key.rotate")}</button> <button type="button" onClick=${() => end(one.id)}>${say("key.end")}</button>`}</td></tr>`;
}

export function Keys() {
  const { complain } = useHere();
  const [keys, setKeys] = useState([]);
  const [secret, setSecret] = useState("");
  const read = () => get("/v1/keys").then((answer) => setKeys(answer.keys), complain);
  useEffect(() => void read(), []);
  const made = (answer) => {
    setSecret(answer.secret);
    read();
  };
  const rotate = (id) => post(`/v1/keys/${id}/rotate`, {}).then(made, complain);
  const end = (id) => confirm(say("key.end.sure")) && remove(`/v1/keys/${id}`).then(read, complain);
  const heads = ["name", "shown", "scopes", "used", "ends", "act"];
  return html`<section><h2>${say("keys")}</h2><${New} made=${made} />
    <div class="wide" tabindex="0" role="region" aria-label=${say("keys")}><table><thead><tr>${heads.map((name) => html`<th scope="col">${say(`key.${name}`)}</th>`)}</tr></thead>
    <tbody>${keys.map((one) => html`<${Row} key=${one.id} one=${one} rotate=${rotate} end=${end} />`)}</tbody></table></div>
    ${secret && html`<${Once} title=${say("key.made")} secret=${secret} close=${() => setSecret("")} />`}</section>`;
}
