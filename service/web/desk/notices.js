// What readers are told, in the site's own words, and what moderators may tell authors.
import { get, post, put } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { language as speaking, say } from "./speak.js";
import { Templates } from "./templates.js";
import { wordsOf } from "./told.js";

const PREVIEW_MS = 300;

// The sentence as a reader would see it, or what is wrong with it.
function Preview({ code, language, sentence }) {
  const [shown, setShown] = useState({ text: "", bad: false });
  useEffect(() => {
    let asked = true; // an answer that comes after the next question is not shown
    const show = (to) => asked && setShown(to);
    const ask = () => post("/v1/notices/preview", { code, language, sentence }).then((answer) => show({ text: answer.text, bad: false }), (error) => show({ text: wordsOf(error), bad: true }));
    const timer = setTimeout(ask, PREVIEW_MS);
    return () => {
      asked = false;
      clearTimeout(timer);
    };
  }, [code, language, sentence]);
  return html`<p class=${shown.bad ? "problem" : "preview"} lang=${language} role="status">${shown.text}</p>`;
}

function Editor({ notice, language, own, save }) {
  const usual = notice.shipped[language];
  const [sentence, setSentence] = useState(own ?? usual ?? "");
  const id = `notice-${notice.code}-${language}`;
  return html`<div class="field"><label for=${id}>${say(`language.${language}`)}</label><textarea id=${id} rows="3" lang=${language} value=${sentence} onInput=${({ target }) => setSentence(target.value)}></textarea>
    <${Preview} code=${notice.code} language=${language} sentence=${sentence} />
    <div class="end"><button type="button" disabled=${sentence === usual && !own} onClick=${() => { setSentence(usual); save(notice.code, language, null); }}>${say("notice.usual")}</button>
    <button type="button" class="main" disabled=${sentence === (own ?? usual)} onClick=${() => save(notice.code, language, sentence)}>${say("save")}</button></div></div>`;
}

function Line({ notice, save }) {
  const [open, setOpen] = useState(false);
  const editor = (language) => html`<${Editor} notice=${notice} language=${language} own=${notice.own[language]} save=${save} />`;
  return html`<details onToggle=${({ target }) => setOpen(target.open)}><summary><code>${notice.code}</code> ${(notice.own.vi ?? notice.own.en) !== null && html`<b>${say("notice.own")}</b>`} <span class="hint">${notice.shipped[speaking()]}</span></summary>
    ${open && html`<p class="hint">${notice.params.length ? say("notice.params", { names: notice.params.map((one) => `{${one}}`).join(" ") }) : ""}</p><div class="pair">${["vi", "en"].map(editor)}</div>`}</details>`;
}

// *notices* of a policy with *sentence* for *code*; null takes the site's own away.
function changed(notices, code, language, sentence) {
  const { [code]: _, ...others } = notices[language] ?? {};
  return { ...notices, [language]: sentence === null ? others : { ...others, [code]: sentence } };
}

export function Notices() {
  const { complain, done } = useHere();
  const [found, setFound] = useState(null);
  const load = () => Promise.all([get("/v1/notices"), get("/v1/policy")]).then(([{ notices }, { policy, version }]) => setFound({ notices, policy, version }), complain);
  useEffect(() => void load(), []);
  if (!found) return html`<h1>${say("page.notices")}</h1><p class="empty">${say("loading")}</p>`;
  const save = (code, language, sentence) => {
    const policy = { ...found.policy, notices: changed(found.policy.notices, code, language, sentence) };
    return put("/v1/policy", { policy, version: found.version.number, note: code }).then(() => load().then(() => done(say("saved"))), complain);
  };
  return html`<h1>${say("page.notices")}</h1><p class="hint">${say("notices.hint")}</p>
    <section class="notices">${found.notices.map((notice) => html`<${Line} key=${notice.code} notice=${notice} save=${save} />`)}</section><${Templates} />`;
}
