// Figures for the newsroom: what came, what became of it, how long it waited.
import { address, get } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { Bars, Columns } from "./plot.js";
import { number, reason, say } from "./speak.js";

const DAY_MS = 86_400_000;
const MOST_BARS = 12;

const day = (time) => new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)}%`);

function wait(seconds) {
  if (seconds === null) return "–";
  const [unit, size] = seconds >= 5400 ? ["h", 3600] : seconds >= 90 ? ["min", 60] : ["s", 1];
  return say(`unit.${unit}`, { count: number(Math.round((10 * seconds) / size) / 10) });
}

function Asked({ asked, ask }) {
  const send = (event) => {
    event.preventDefault();
    ask(Object.fromEntries(new FormData(event.target)));
  };
  return html`<form class="line" onSubmit=${send}>
    <label>${say("stats.from")}<input type="date" name="from" required value=${asked.from} /></label><label>${say("stats.to")}<input type="date" name="to" required value=${asked.to} /></label>
    <button class="main">${say("stats.show")}</button><button type="button" onClick=${() => print()}>${say("stats.print")}</button>
    <p><a href=${address("/v1/stats.csv", asked)} download="stats.csv">${say("stats.csv")}</a></p></form>`;
}

function Numbers({ stats }) {
  const { decisions, agreement } = stats;
  const all = [
    ["received", number(stats.comments)], ["decided", number(decisions.taken)], ["median", wait(decisions.median_s)], ["p90", wait(decisions.p90_s)],
    ["hour", percent(decisions.within_hour)], ["agreement", percent(agreement.share)], ["undone", number(decisions.undone)],
  ];
  return html`<dl class="figures">${all.map(([name, value]) => html`<div><dt>${say(`stats.${name}`)}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="hint">${say("stats.agreement.what", { count: number(agreement.compared) })}</p>`;
}

const named = (parts, words) => parts.filter((one) => one.number).slice(0, MOST_BARS).map((one) => [words(one.name), one.number, one.share]);

function Plots({ stats }) {
  const section = (name) => name ?? say("stats.no_section");
  return html`<div class="plots">
    <${Columns} title=${say("stats.by_day")} points=${stats.days.map((one) => [one.day.slice(5), one.comments])} />
    <${Columns} title=${say("stats.by_hour")} points=${stats.hours.map((one) => [String(one.hour), one.comments])} />
    <${Bars} title=${say("stats.by_action")} points=${named(stats.verdicts, (name) => say(`action.${name}`))} />
    <${Bars} title=${say("stats.by_status")} points=${named(stats.statuses, (name) => say(`status.${name}`))} />
    <${Bars} title=${say("stats.by_reason")} points=${named(stats.reasons, reason)} />
    <${Bars} title=${say("stats.by_section")} points=${named(stats.sections, section)} />
  </div>`;
}

export function Stats() {
  const { complain } = useHere();
  const [asked, ask] = useState({ from: day(Date.now() - 6 * DAY_MS), to: day(Date.now()) });
  const [stats, setStats] = useState(null);
  useEffect(() => void get("/v1/stats", asked).then(setStats, complain), [asked]);
  return html`<h1>${say("page.stats")}</h1><${Asked} asked=${asked} ask=${ask} />
    ${stats ? html`<${Numbers} stats=${stats} />${stats.comments ? html`<${Plots} stats=${stats} />` : html`<p class="empty">${say("stats.none")}</p>`}` : html`<p class="empty">${say("loading")}</p>`}`;
}
