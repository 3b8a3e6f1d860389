// An article with the box under it; whatever is sent there is explained beside it, by asking /demo/check about the same
// text. Text is only ever set as text.
import { words } from "./words.js";

const byId = (id) => document.getElementById(id);
const THREAD = `${location.origin}/demo/cau-moi`;
let key = null;
let language = navigator.language.startsWith("vi") ? "vi" : "en";
let shown = null; // the last verdict with the comment it is about
let asked = 0;

function element(name, content = "", attributes = {}) {
  const made = document.createElement(name);
  made.append(...[content].flat());
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = words[chosen][node.dataset.words];
  for (const node of document.querySelectorAll("[data-label]")) node.ariaLabel = words[chosen][node.dataset.label];
  for (const button of document.querySelectorAll("[data-language]")) {
    button.ariaPressed = String(button.dataset.language === chosen);
  }
  byId("examples").replaceChildren(...words[chosen].samples.map(sample));
  byId("problem").hidden = true;
  if (shown) show(shown);
  if (key) byId("comments").replaceChildren(element("guest-comments", "", { key, thread: THREAD, lang: chosen }));
}

function sample(text) {
  const button = element("button", text, { type: "button" });
  button.addEventListener("click", () => document.querySelector("guest-comments")?.write(text));
  return button;
}

// Cuts *text* where a span starts or ends; spans of several findings may overlap.
function marked(text, spans) {
  const cuts = new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])]);
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(1).map((end, index) => {
    const start = places[index];
    const within = spans.some((span) => span.start <= start && end <= span.end);
    return within ? element("mark", text.slice(start, end)) : text.slice(start, end);
  });
}

function finding(found) {
  const action = words[language][found.nudge ? "nudge" : found.action];
  const item = element("li", [element("strong", action), `: ${found.detail?.[language] ?? ""} `]);
  item.append(element("code", found.code));
  return item;
}

function score([label, value]) {
  const name = words[language].labels[label] ?? label;
  const bar = element("meter", "", { min: 0, max: 1, low: 0.4, high: 0.8, optimum: 0, value, "aria-label": name });
  return [element("dt", name), element("dd", bar), element("dd", `${Math.floor(value * 100)}%`)];
}

function writing(verdict, comment) {
  const spans = (field) => verdict.findings.filter((found) => found.field === field).flatMap((found) => found.spans);
  const author = comment.author ? [element("strong", words[language].name), ": ", ...marked(comment.author, spans("author")), "\n"] : [];
  return [...author, ...marked(comment.text, spans("text"))];
}

function show({ verdict, comment }) {
  const told = words[language];
  const reasons = verdict.findings.length ? verdict.findings.map(finding) : [element("li", told.none)];
  byId("answer").dataset.action = verdict.action;
  byId("action").textContent = told[verdict.action];
  byId("written").replaceChildren(...writing(verdict, comment));
  byId("findings").replaceChildren(...reasons);
  byId("scores").replaceChildren(...Object.entries(verdict.scores).flatMap(score));
  byId("length").textContent = told.length(verdict.length.graphemes);
  byId("intro").hidden = true;
  byId("answer").hidden = false;
}

function complain(text) {
  byId("problem").textContent = text;
  byId("problem").hidden = false;
}

async function ask(comment) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch("/demo/check", { method: "POST", headers, body: JSON.stringify(comment) });
  if (response.status === 404 || response.status === 405) throw new Error(words[language].off);
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.detail}: ${answer.cure}`);
  return answer;
}

async function explain(comment) {
  const turn = ++asked;
  byId("problem").hidden = true;
  try {
    const verdict = await ask(comment);
    if (turn !== asked) return; // a later comment is on its way
    shown = { verdict, comment };
    show(shown);
  } catch (error) {
    byId("answer").hidden = true;
    complain(error instanceof TypeError ? words[language].broken : error.message);
  }
}

async function begin() {
  const response = await fetch("/demo/site").catch(() => null);
  if (!response?.ok) return complain(words[language][response ? "off" : "broken"]);
  ({ key } = await response.json());
  return speak(language);
}

document.addEventListener("guest-comments-answer", ({ detail: { text, author } }) => explain({ text, author }));
document.addEventListener("click", ({ target }) => {
  if (target.dataset?.language) speak(target.dataset.language);
});

speak(language);
begin();
