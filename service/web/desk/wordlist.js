// The site's own words: each with what it does, for how long, and what it caught.
import { get, put } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { number, say } from "./speak.js";

const MARKS = ["optional", "required"];
const ACTIONS = ["", "off", "review", "reject"];
const COLUMNS = ["text", "marks", "action", "sections", "threads", "expires", "note", "caught", "act"];
const CAUGHT_DAYS = 30;

const list = (written) => written.split(/[\n,]+/).map((one) => one.trim()).filter(Boolean);

// An entry as the policy takes it, of a form's fields.
function entry(fields) {
  const { text, marks, action, sections, threads, expires, note } = fields;
  return { text: text.trim(), marks, note, ...(action && { action }), ...(expires && { expires }), sections: list(sections), threads: list(threads) };
}

function Choice({ name, options, value, words }) {
  return html`<select name=${name} aria-label=${say(`word.${name}`)}>${options.map((one) => html`<option value=${one} selected=${one === (value ?? "")}>${words(one)}</option>`)}</select>`;
}

function New({ add }) {
  const send = (event) => {
    event.preventDefault();
    const form = event.target;
    add(entry(Object.fromEntries(new FormData(form)))).then((added) => added && form.reset());
  };
  const field = (name, more) => html`<label>${say(`word.${name}`)}<input name=${name} ...${more} /></label>`;
  return html`<form class="line" onSubmit=${send}>${field("text", { required: true, maxlength: 200 })}
    <label>${say("word.marks")}<${Choice} name="marks" options=${MARKS} value="optional" words=${(one) => say(`marks.${one}`)} /></label>
    <label>${say("word.action")}<${Choice} name="action" options=${ACTIONS} value="" words=${(one) => say(`word.action.${one || "usual"}`)} /></label>
    ${field("sections")}${field("threads")}${field("expires", { type: "date" })}${field("note", { maxlength: 2000 })}<button class="main">${say("add")}</button></form>`;
}

function Row({ one, caught, drop }) {
  const cells = [html`<b><bdi>${one.text}</bdi></b>`, say(`marks.${one.marks}`), say(`word.action.${one.action ?? "usual"}`), (one.sections ?? []).join(", "), (one.threads ?? []).join(", "), one.expires ?? "", one.note, number(caught ?? 0)];
  return html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}<td><button type="button" onClick=${drop}>${say("remove")}</button></td></tr>`;
}

export function Words() {
  const { complain, done } = useHere();
  const [found, setFound] = useState(null);
  const [caught, setCaught] = useState({});
  const load = () => get("/v1/policy").then(setFound, complain);
  useEffect(() => {
    load();
    get("/v1/words/caught", { days: CAUGHT_DAYS }).then((answer) => setCaught(Object.fromEntries(answer.entries.map((one) => [one.text, one.comments]))), complain);
  }, []);
  if (!found) return html`<h1>${say("page.words")}</h1><p class="empty">${say("loading")}</p>`;
  const entries = found.policy.words.entries;
  const save = (next, note) => put("/v1/policy", { policy: { ...found.policy, words: { ...found.policy.words, entries: next } }, version: found.version.number, note }).then(() => load().then(() => done(say("saved"))).then(() => true), complain);
  const add = (one) => save([...entries, one], `+ ${one.text}`);
  const drop = (one) => () => save(entries.filter((other) => other !== one), `- ${one.text}`);
  return html`<h1>${say("page.words")}</h1><p class="hint">${say("words.hint")}</p><${New} add=${add} />
    <div class="wide" tabindex="0" role="region" aria-label=${say("page.words")}><table><thead><tr>${COLUMNS.map((name) => html`<th scope="col">${say(`word.${name}`)}</th>`)}</tr></thead>
    <tbody>${entries.map((one) => html`<${Row} key=${one.text} one=${one} caught=${caught[one.text]} drop=${drop(one)} />`)}</tbody></table></div>
    ${!entries.length && html`<p class="empty">${say("words.none")}</p>`}`;
}
