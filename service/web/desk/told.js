// One line that says what was done, or what went wrong and how to go on.
import { Away, Refused } from "./api.js";
import { html } from "./html.js";
import { catalogues, language, say } from "./speak.js";

// A problem of the service in the words of the page: its code where we have words, else what the service said.
export function wordsOf(error) {
  if (error instanceof Away) return say("away");
  const problem = error instanceof Refused ? error.problem : error;
  const known = catalogues[language()][`problem.${problem.code}`];
  if (known) return known;
  return [problem.detail || problem.title || problem.message, problem.cure].filter(Boolean).join(" – ");
}

export function Told({ told, close }) {
  return html`<div class="told" role="status" aria-live="polite" data-bad=${told?.bad ? "" : null}>
    ${told && html`<p>${told.words}</p><button type="button" onClick=${close}>${say("close")}</button>`}
  </div>`;
}
