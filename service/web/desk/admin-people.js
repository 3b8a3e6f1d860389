// Who has which role at the site.
import { Once } from "./admin-keys.js";
import { get, patch, post, remove } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { say } from "./speak.js";

const ROLES = ["reader", "moderator", "editor", "admin"];

const options = (chosen) => ROLES.map((role) => html`<option value=${role} selected=${role === chosen}>${say(`role.${role}`)}</option>`);

function Row({ one, me, set, link, leave, out }) {
  return html`<tr><td><bdi>${one.name}</bdi>${one.operator && html` <b>${say("operator")}</b>`}</td>
    <td>${one.id === me ? say(`role.${one.role}`) : html`<select aria-label=${say("role.of", { name: one.name })} onChange=${({ target }) => set(one.id, target.value)}>${options(one.role)}</select>`}</td>
    <td>${say(one.active ? "active" : "invited")}</td>
    <td>${one.id !== me && html`<button type="button" onClick=${() => link(one.id)}>${say("person.link")}</button> <button type="button" onClick=${() => out(one.id)}>${say("person.out")}</button> <button type="button" onClick=${() => leave(one)}>${say("person.leave")}</button>`}</td></tr>`;
}

const whole = (link) => new URL(link.path, location.origin).href;

export function People() {
  const { session, complain, done } = useHere();
  const [people, setPeople] = useState([]);
  const [link, setLink] = useState("");
  const read = () => get("/v1/moderators").then((answer) => setPeople(answer.moderators), complain);
  useEffect(() => void read(), []);
  const add = (event) => {
    event.preventDefault();
    const form = event.target;
    post("/v1/moderators", Object.fromEntries(new FormData(form))).then((answer) => {
      form.reset();
      if (answer.link) setLink(whole(answer.link));
      return read();
    }, complain);
  };
  const set = (id, role) => patch(`/v1/moderators/${id}`, { role }).then(() => done(say("saved")), complain).then(read);
  const again = (id) => post(`/v1/moderators/${id}/link`, {}).then((answer) => setLink(whole(answer)), complain);
  const out = (id) => remove(`/v1/moderators/${id}/sessions`).then(() => done(say("done")), complain);
  const leave = (one) => confirm(say("person.leave.sure", { name: one.name })) && remove(`/v1/moderators/${one.id}`).then(read, complain);
  const heads = ["name", "role", "state", "act"];
  return html`<section><h2>${say("people")}</h2><form class="line" onSubmit=${add}>
      <label>${say("sign.name")}<input name="name" required maxlength="80" /></label><label>${say("person.role")}<select name="role">${options("moderator")}</select></label><button class="main">${say("person.add")}</button></form>
    <div class="wide" tabindex="0" role="region" aria-label=${say("people")}><table><thead><tr>${heads.map((name) => html`<th scope="col">${say(`person.${name}`)}</th>`)}</tr></thead>
    <tbody>${people.map((one) => html`<${Row} key=${one.id} one=${one} me=${session.id} set=${set} link=${again} leave=${leave} out=${out} />`)}</tbody></table></div>
    ${link && html`<${Once} title=${say("person.link")} secret=${link} close=${() => setLink("")} />`}</section>`;
}
