// A text with what was found in it marked; what is harsh can be covered.
import { html } from "./html.js";
import { harsh, parts } from "./marks.js";
import { reason, say } from "./speak.js";

const named = (part) => part.findings.map((finding) => reason(finding.code)).join(", ");

function Part({ part, masked }) {
  if (!part.findings.length) return part.text;
  if (masked && harsh(part)) return html`<mark class="covered" title=${named(part)}><span aria-hidden="true">•••</span><span class="unseen">${say("covered")}</span></mark>`;
  return html`<mark title=${named(part)}>${part.text}</mark>`;
}

export function Marked({ text, findings, masked }) {
  return html`<bdi dir="auto">${parts(text, findings).map((part) => html`<${Part} part=${part} masked=${masked} />`)}</bdi>`;
}
