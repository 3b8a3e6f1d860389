import { html } from "./html.js";
import { say } from "./speak.js";

export function Stats() {
  return html`<h1>${say("page.stats")}</h1>`;
}
