// The site, its keys, its people, its webhooks.
import { Keys } from "./admin-keys.js";
import { People } from "./admin-people.js";
import { Webhooks } from "./admin-webhooks.js";
import { get, patch, post } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { say } from "./speak.js";

function Site() {
  const { site, complain, done } = useHere();
  const [found, setFound] = useState(null);
  useEffect(() => void get("/v1/sites").then(({ sites }) => setFound(sites.find((one) => one.id === site.id)), complain), [site.id]);
  const save = (event) => {
    event.preventDefault();
    const { name, origins } = Object.fromEntries(new FormData(event.target));
    patch(`/v1/sites/${site.id}`, { name, origins: origins.split(/\s+/).filter(Boolean) }).then(() => done(say("saved")), complain);
  };
  return found && html`<section><h2>${say("site")}</h2><form class="grid" onSubmit=${save}>
    <label>${say("site.name")}<input name="name" required maxlength="200" value=${found.name} /></label>
    <label>${say("site.origins")}<textarea name="origins" rows="3" placeholder="https://www.example.com">${found.origins.join("\n")}</textarea></label>
    <button class="main">${say("save")}</button></form></section>`;
}

function NewSite() {
  const { session, complain, done } = useHere();
  const add = (event) => {
    event.preventDefault();
    post("/v1/sites", Object.fromEntries(new FormData(event.target))).then(() => done(say("site.added")), complain);
  };
  return session.operator && html`<details><summary>${say("site.new")}</summary><form class="line" onSubmit=${add}>
    <label>${say("site.id")}<input name="id" required pattern="[a-z0-9][a-z0-9\\-]{0,63}" /></label>
    <label>${say("site.name")}<input name="name" required maxlength="200" /></label><button class="main">${say("add")}</button></form></details>`;
}

export function Admin() {
  return html`<h1>${say("page.admin")}</h1><${Site} /><${NewSite} /><${People} /><${Keys} /><${Webhooks} />`;
}
