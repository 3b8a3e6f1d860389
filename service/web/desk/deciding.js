// The dialogs of the case in hand.
import { Dialog, Said } from "./dialog.js";
import { Difference } from "./difference.js";
import { html, useState } from "./html.js";
import { say } from "./speak.js";

function Edit({ found, send, close }) {
  const [text, setText] = useState(found.edited?.text ?? found.comment.text);
  const same = text.trim() === found.comment.text.trim() || !text.trim();
  return html`<${Said} action="edit_and_publish" close=${close} send=${(said) => !same && send(said)}>
    <label>${say("edit.text")}<textarea name="text" rows="6" required maxlength="16384" onInput=${({ target }) => setText(target.value)}>${text}</textarea></label>
    <${Difference} before=${found.comment.text} after=${text} />
    ${same && html`<p class="hint" role="status">${say("edit.same")}</p>`}
  </${Said}>`;
}

function Copies({ found, cases, close }) {
  const decide = (action) => () => {
    close();
    cases.decideCluster({ action }, found.cluster).catch(cases.complain);
  };
  const button = (action) => html`<button type="button" onClick=${decide(action)}>${say(`do.${action}`)}</button>`;
  return html`<${Dialog} title=${say("copies.decide", { count: found.copies })} close=${close}>
    <p><bdi>${found.comment.text}</bdi></p><div class="end"><button type="button" onClick=${close}>${say("cancel")}</button>${["publish", "reject", "spam"].map(button)}</div></${Dialog}>`;
}

export function Deciding({ action, cases, close }) {
  const [found] = useState(cases.hand); // the case that it was opened for
  if (action === "copies") return html`<${Copies} found=${found} cases=${cases} close=${close} />`;
  const send = (said) => {
    close();
    return cases.decide(said, [found.id]);
  };
  if (action === "edit_and_publish") return html`<${Edit} found=${found} send=${send} close=${close} />`;
  return html`<${Said} action=${action} send=${send} close=${close} />`;
}
