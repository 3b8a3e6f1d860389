// Which cases are shown, and in what order.
import { useHere } from "./here.js";
import { html, useRef } from "./html.js";
import { number, reason, say } from "./speak.js";

const STATES = ["open", "waiting", "claimed", "escalated", "closed"];
const ORDERS = ["oldest", "priority"];
const LANGUAGES = ["vi", "en"];
const AGES = [["", "any"], ["3600", "1h"], ["14400", "4h"], ["86400", "1d"]];
const LABELS = ["toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack", "sexual", "spam"];

function Choice({ name, label, value, options }) {
  return html`<label>${label}<select name=${name}>${options.map(([key, words]) => html`<option value=${key} selected=${key === value}>${words}</option>`)}</select></label>`;
}

const either = (words, all) => [["", say("any")], ...all.map((one) => [one, words(one)])];

export function Filters({ cases }) {
  const { complain } = useHere();
  const form = useRef(null);
  const { filter, counts } = cases;
  const reasons = Object.entries(counts.by_reason).map(([code, { count, more }]) => [code, `${reason(code)} (${number(count)}${more ? "+" : ""})`]);
  const changed = () => {
    const given = Object.fromEntries([...new FormData(form.current)].filter(([, value]) => value !== ""));
    cases.show(given).catch(complain);
  };
  const only = (code) => () => cases.show({ state: "open", order: filter.order, reason: filter.reason === code ? "" : code }).catch(complain);
  const quick = (code) => counts.by_reason[code] && html`<button type="button" aria-pressed=${filter.reason === code} onClick=${only(code)}>${reason(code)} ${number(counts.by_reason[code].count)}</button>`;
  return html`<form class="filters" ref=${form} onChange=${changed} onSubmit=${(event) => { event.preventDefault(); changed(); }} aria-label=${say("filters")}>
    <${Choice} name="state" label=${say("filter.state")} value=${filter.state} options=${STATES.map((one) => [one, say(`state.${one}`)])} />
    <${Choice} name="order" label=${say("filter.order")} value=${filter.order} options=${ORDERS.map((one) => [one, say(`order.${one}`)])} />
    <${Choice} name="reason" label=${say("filter.reason")} value=${filter.reason ?? ""} options=${[["", say("any")], ...reasons]} />
    <details><summary>${say("filter.more")}</summary><div class="row">
      <${Choice} name="label" label=${say("filter.label")} value=${filter.label ?? ""} options=${either((one) => say(`label.${one}`), LABELS)} />
      <${Choice} name="language" label=${say("filter.language")} value=${filter.language ?? ""} options=${either((one) => say(`language.${one}`), LANGUAGES)} />
      <${Choice} name="age_over_s" label=${say("filter.age")} value=${filter.age_over_s ?? ""} options=${AGES.map(([key, name]) => [key, name === "any" ? say("any") : say(`age.${name}`)])} />
      <label>${say("filter.section")}<input name="section" value=${filter.section ?? ""} maxlength="200" /></label>
      <label>${say("filter.thread")}<input name="thread" value=${filter.thread ?? ""} maxlength="2048" /></label>
      <label>${say("filter.guest")}<input name="guest" value=${filter.guest ?? ""} maxlength="128" /></label>
    </div></details>
    ${quick("reports.many")}${quick("appeal.asked")}
  </form>`;
}
