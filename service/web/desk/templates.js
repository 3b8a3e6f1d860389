// Sentences to authors that moderators choose from.
import { get, put } from "./api.js";
import { forgetTemplates } from "./dialog.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { say } from "./speak.js";

function Row({ one, set, drop }) {
  const field = (name) => html`<label>${say(name === "title" ? "template.title" : `language.${name}`)}<textarea rows="2" lang=${name === "title" ? null : name} maxlength=${name === "title" ? 200 : 1000} onInput=${({ target }) => set({ ...one, [name]: target.value })}>${one[name]}</textarea></label>`;
  return html`<li class="template">${["title", "vi", "en"].map(field)}<button type="button" onClick=${drop}>${say("remove")}</button></li>`;
}

const fresh = () => ({ id: `own-${Date.now().toString(36)}`, title: "", vi: "", en: "" });

export function Templates() {
  const { complain, done } = useHere();
  const [all, setAll] = useState([]);
  useEffect(() => void get("/v1/templates").then((answer) => setAll(answer.templates), complain), []);
  const save = () => put("/v1/templates", { templates: all }).then(() => {
    forgetTemplates();
    done(say("saved"));
  }, complain);
  const row = (one, at) => html`<${Row} key=${one.id} one=${one} set=${(to) => setAll(all.with(at, to))} drop=${() => setAll(all.toSpliced(at, 1))} />`;
  return html`<section><h2>${say("templates")}</h2><p class="hint">${say("templates.hint")}</p><ul class="templates">${all.map(row)}</ul>
    <div class="end"><button type="button" onClick=${() => setAll([...all, fresh()])}>${say("template.add")}</button><button type="button" class="main" onClick=${save}>${say("save")}</button></div></section>`;
}
