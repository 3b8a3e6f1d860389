// A dialog, and the one that asks what there is to say about a decision.
import { get } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useRef, useState } from "./html.js";
import { language, reason, say } from "./speak.js";

// A modal dialog that is open for as long as it is on the page.
export function Dialog({ title, close, children }) {
  const place = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    place.current.showModal();
    return () => before?.isConnected && before.focus();
  }, []);
  return html`<dialog ref=${place} onClose=${close} aria-labelledby="dialog-title"><h2 id="dialog-title">${title}</h2>${children}</dialog>`;
}

const REASONS = ["insult", "profanity", "hate", "threat", "sexual", "spam", "privacy", "false", "off_topic", "other"];

let templates = null; // read once

function useTemplates() {
  const [found, setFound] = useState(templates ?? []);
  useEffect(() => {
    if (!templates) get("/v1/templates").then((answer) => setFound((templates = answer.templates)), () => {});
  }, []);
  return found;
}

export const forgetTemplates = () => {
  templates = null;
};

function Message({ name }) {
  const place = useRef(null);
  const found = useTemplates();
  const fill = ({ target }) => {
    place.current.value = target.value;
  };
  const option = (one) => html`<option value=${one[language()]}>${one.title}</option>`;
  return html`${found.length > 0 && html`<label>${say("template")}<select onChange=${fill}><option value="">–</option>${found.map(option)}</select></label>`}
    <label>${say("message")}<textarea ref=${place} name=${name} rows="3" maxlength="1000"></textarea></label>`;
}

const WITH_REASON = ["reject", "take_down"];
const WITH_MESSAGE = ["reject", "take_down", "edit_and_publish", "forward", "restore"];

function Reasons({ action }) {
  const [first, ...others] = REASONS;
  const option = (one) => html`<option value=${one}>${reason(one)}</option>`;
  return html`<label>${say("reason")}<select name="reason" required=${action === "take_down"}>
    ${action !== "take_down" && html`<option value="">–</option>`}${[first, ...others].map(option)}</select></label>`;
}

// What is said with a decision; nothing that was left empty is sent.
function sayable(form) {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
}

export function Said({ action, count = 1, send, close, children }) {
  const { complain } = useHere();
  const sent = (event) => {
    event.preventDefault();
    Promise.resolve(send({ action, ...sayable(event.target) })).catch(complain);
  };
  const title = count > 1 ? say("do.many", { what: say(`do.${action}`), count }) : say(`do.${action}`);
  return html`<${Dialog} title=${title} close=${close}>
    <form onSubmit=${sent}>
      ${children}
      ${WITH_REASON.includes(action) && html`<${Reasons} action=${action} />`}
      ${WITH_MESSAGE.includes(action) && html`<${Message} name="message" />`}
      <label>${say(action === "escalate" || action === "forward" ? "note.why" : "note")}<textarea name="note" rows="2" maxlength="2000"></textarea></label>
      <div class="end"><button type="button" onClick=${close}>${say("cancel")}</button><button type="submit" class="main">${say(`do.${action}`)}</button></div>
    </form></${Dialog}>`;
}
