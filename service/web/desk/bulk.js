// What is done to all that were chosen.
import { Said } from "./dialog.js";
import { html, useState } from "./html.js";
import { number, say } from "./speak.js";

const DOES = ["publish", "reject", "spam"];

export function Bulk({ cases }) {
  const [asking, ask] = useState(null);
  const chosen = cases.chosen;
  if (!chosen.size) return null;
  const all = () => {
    cases.list.slice(0, 500).forEach((one) => chosen.add(one.id)); // as many as one call takes
    cases.changed();
  };
  const none = () => {
    chosen.clear();
    cases.changed();
  };
  const send = (said) => {
    ask(null);
    return cases.decide(said, [...chosen].slice(0, 500));
  };
  const button = (action) => html`<button type="button" onClick=${() => (action === "reject" ? ask(action) : send({ action }))}>${say(`do.${action}`)}</button>`;
  return html`<div class="bulk" role="group" aria-label=${say("bulk")}>
    <b>${say("chosen", { count: number(chosen.size) })}</b><button type="button" onClick=${all}>${say("choose.all")}</button><button type="button" onClick=${none}>${say("choose.none")}</button>${DOES.map(button)}
    ${asking && html`<${Said} action=${asking} count=${chosen.size} send=${send} close=${() => ask(null)} />`}
  </div>`;
}
