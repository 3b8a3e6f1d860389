// Comments that were found: each with its state, one or many to decide.
import { post } from "./api.js";
import { Said } from "./dialog.js";
import { useHere } from "./here.js";
import { html, useState } from "./html.js";
import { Marked } from "./marked.js";
import { moment, number, reason, say } from "./speak.js";

const DOES = ["take_down", "restore", "publish", "spam"];

function Row({ one, masked, chosen, toggle }) {
  const { may } = useHere();
  const findings = one.verdict.findings.filter((it) => it.field === "text");
  return html`<li class="found" data-comment=${one.id}>
    ${may("moderator") && html`<input type="checkbox" aria-label=${say("choose")} checked=${chosen} onChange=${toggle} />`}
    <div><p class="meta"><span class="badge" data-status=${one.status}>${say(`status.${one.status}`)}</span> <b><bdi>${one.comment.author || say("no.name")}</bdi></b> · <time datetime=${one.received_at}>${moment(one.received_at)}</time>
      ${one.guest && html` · <a href=${`#guest?id=${one.guest}`}>${say("guest")}</a>`}</p>
      <p class="text"><${Marked} text=${one.edited?.text ?? one.comment.text} findings=${one.edited ? [] : findings} masked=${masked} /></p>
      <p class="hint">${one.comment.thread && html`<bdi>${one.comment.thread}</bdi> · `}${one.verdict.findings.filter((it) => it.action !== "publish").map((it) => reason(it.code)).join(", ")}</p></div>
  </li>`;
}

async function decide(said, ids) {
  const answer = await post("/v1/decisions", { ...said, comments: ids });
  const problem = answer.results.find((one) => one.problem)?.problem;
  if (problem) throw Object.assign(new Error(problem.detail), problem);
  return answer.results.map((one) => one.decision.id);
}

// *again* reads the list anew after a decision.
export function Found({ comments, next, more, again }) {
  const { settings, may, complain, done } = useHere();
  const [chosen, choose] = useState(new Set());
  const [asking, ask] = useState(null);
  const toggle = (id) => () => choose(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]));
  const all = () => choose(chosen.size ? new Set() : new Set(comments.map((one) => one.id)));
  const send = async (said) => {
    ask(null);
    await decide(said, [...chosen]).then(() => done(say("found.done", { count: number(chosen.size) })), complain);
    choose(new Set());
    await again();
  };
  const button = (action) => html`<button type="button" disabled=${!chosen.size} onClick=${() => ask(action)}>${say(`do.${action}`)}</button>`;
  return html`${may("moderator") && comments.length > 0 && html`<div class="bulk" role="group" aria-label=${say("decide")}>
      <button type="button" onClick=${all}>${say(chosen.size ? "choose.none" : "choose.all")}</button><span>${say("chosen", { count: number(chosen.size) })}</span>${DOES.map(button)}</div>`}
    <ul class="results">${comments.map((one) => html`<${Row} key=${one.id} one=${one} masked=${settings.masked} chosen=${chosen.has(one.id)} toggle=${toggle(one.id)} />`)}</ul>
    ${!comments.length && html`<p class="empty">${say("found.none")}</p>`}
    ${next && html`<button type="button" onClick=${more}>${say("more")}</button>`}
    ${asking && html`<${Said} action=${asking} count=${chosen.size} send=${send} close=${() => ask(null)} />`}`;
}
