// The policy: every setting in plain words, checked while it is written, tried before it counts.
import { get, post, put } from "./api.js";
import { Field, valueOf, withValue } from "./policy-field.js";
import { useHere } from "./here.js";
import { html, useEffect, useRef, useState } from "./html.js";
import { language, moment, say } from "./speak.js";

const ELSEWHERE = ["notices", "words.entries", "overrides"]; // pages of their own, or too free for a form
const CHECK_MS = 400;

// The policy in force, the draft of the next, and what is wrong with the draft.
function useDraft(complain) {
  const [state, setState] = useState(null);
  const load = () => Promise.all([get("/v1/policy"), get("/v1/policy/settings")]).then(([found, listed]) => setState({ ...found, draft: found.policy, settings: listed.settings.filter((one) => !ELSEWHERE.includes(one.key)) }), complain);
  useEffect(() => void load(), []);
  const set = (key, value) => setState((now) => ({ ...now, draft: withValue(now.draft, key, value) }));
  return [state, set, load];
}

// Asks the service whether it would take the draft, a moment after the last change.
function useFaults(draft) {
  const [faults, setFaults] = useState({ path: "", words: "" });
  useEffect(() => {
    if (!draft) return undefined;
    const timer = setTimeout(() => post("/v1/policy/try", { comment: { text: "." }, policy: draft }).then(() => setFaults({ path: "", words: "" }), (error) => setFaults({ path: error.problem?.path ?? "", words: error.message })), CHECK_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  return faults;
}

function Verdict({ name, verdict }) {
  const why = verdict.findings.filter((one) => one.action !== "publish" || one.nudge).map((one) => html`<li>${one.detail?.[language()] ?? one.code}</li>`);
  return html`<div><h3>${say(name)}: <span data-action=${verdict.action}>${say(`action.${verdict.action}`)}</span></h3><ul>${why}</ul></div>`;
}

function Try({ draft }) {
  const { complain } = useHere();
  const [tried, setTried] = useState(null);
  const send = (event) => {
    event.preventDefault();
    const { text, author } = Object.fromEntries(new FormData(event.target));
    post("/v1/policy/try", { comment: { text, author }, policy: draft }).then(setTried, complain);
  };
  return html`<section class="try"><h2>${say("policy.try")}</h2><form onSubmit=${send}>
    <label>${say("text")}<textarea name="text" rows="3" required></textarea></label><label>${say("author")}<input name="author" maxlength="400" /></label>
    <button>${say("policy.try.do")}</button></form>
    ${tried && html`<div class="pair" role="status"><${Verdict} name="policy.now" verdict=${tried.now} /><${Verdict} name="policy.draft" verdict=${tried.tried} /></div>`}</section>`;
}

function Versions({ current, restored }) {
  const { complain } = useHere();
  const [page, setPage] = useState(null);
  useEffect(() => void get("/v1/policy/versions").then(setPage, complain), [current]);
  const back = (number) => confirm(say("policy.restore.sure", { number })) && post(`/v1/policy/versions/${number}/restore`, {}).then(restored, complain);
  const line = (one) => html`<li key=${one.number}><b>${one.number}</b> · ${moment(one.at)} · <bdi>${one.by}</bdi>${one.note && html` · <q dir="auto">${one.note}</q>`}
    ${one.number !== current && html` <button type="button" onClick=${() => back(one.number)}>${say("policy.restore")}</button>`}</li>`;
  return page && html`<section><h2>${say("policy.versions")}</h2><ul>${page.versions.map(line)}</ul></section>`;
}

function groups(settings) {
  const found = new Map();
  for (const one of settings) {
    const group = one.key.includes(".") ? one.key.split(".")[0] : "general";
    found.set(group, [...(found.get(group) ?? []), one]);
  }
  return [...found];
}

function Save({ changed, faults, save }) {
  return html`<form class="save line" onSubmit=${save}>
    <p role="status">${changed ? say("policy.changed", { count: changed }) : say("policy.same")} ${faults.words && html`<b class="problem">${faults.words}</b>`}</p>
    <label>${say("policy.note")}<input name="note" maxlength="2000" /></label><button class="main" disabled=${!changed || faults.words}>${say("policy.save")}</button></form>`;
}

export function Policy() {
  const { complain, done } = useHere();
  const [state, set, load] = useDraft(complain);
  const faults = useFaults(state?.draft);
  const opened = useRef(new Set(["general", "length", "toxicity"]));
  if (!state) return html`<h1>${say("page.policy")}</h1><p class="empty">${say("loading")}</p>`;
  const changed = state.settings.filter(({ key }) => JSON.stringify(valueOf(state.draft, key)) !== JSON.stringify(valueOf(state.policy, key))).length;
  const again = () => load().then(() => done(say("saved")));
  const save = (event) => {
    event.preventDefault();
    put("/v1/policy", { policy: state.draft, note: new FormData(event.target).get("note"), version: state.version.number }).then(again, complain);
  };
  const field = (one) => html`<${Field} key=${one.key} setting=${one} value=${valueOf(state.draft, one.key)} fault=${faults.path === `$.policy.${one.key}`} set=${(value) => set(one.key, value)} />`;
  const group = ([name, all]) => html`<details key=${name} open=${opened.current.has(name)}><summary><h2>${say(`group.${name}`)}</h2></summary><div class="fields">${all.map(field)}</div></details>`;
  return html`<h1>${say("page.policy")}</h1><p class="hint">${say("policy.version", { number: state.version.number, time: moment(state.version.at) })}</p>
    <${Save} changed=${changed} faults=${faults} save=${save} />
    <div class="policy">${groups(state.settings).map(group)}</div>
    <${Try} draft=${state.draft} /><${Versions} current=${state.version.number} restored=${again} />`;
}
