// Which key does what.
import { Dialog } from "./dialog.js";
import { useHere } from "./here.js";
import { html } from "./html.js";
import { USUAL } from "./keys.js";
import { say } from "./speak.js";

// What a key is called on the screen.
export function keyName(action, settings) {
  const key = settings.keys[action] ?? USUAL[action];
  const names = { ArrowUp: "↑", ArrowDown: "↓", Enter: "↵", Delete: "Del" };
  return names[key] ?? key.toUpperCase();
}

export function Help({ close }) {
  const { settings } = useHere();
  const line = (action) => html`<dt><kbd>${keyName(action, settings)}</kbd></dt><dd>${say(`key.${action}`)}</dd>`;
  return html`<${Dialog} title=${say("help")} close=${close}><dl class="keys">${Object.keys(USUAL).map(line)}</dl>
    <p class="hint">${say("help.telex")}</p><div class="end"><button type="button" onClick=${close}>${say("close")}</button></div></${Dialog}>`;
}
