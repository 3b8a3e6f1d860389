// The queue: what waits, and the case in hand.
import { address } from "./api.js";
import { Bulk } from "./bulk.js";
import { Card } from "./card.js";
import { Cases } from "./cases.js";
import { Deciding } from "./deciding.js";
import { Filters } from "./filters.js";
import { Help } from "./help.js";
import { useHere } from "./here.js";
import { html, useEffect, useMemo, useRef, useState } from "./html.js";
import { Keys } from "./keys.js";
import { List } from "./list.js";
import { ownCount } from "./owncount.js";
import { number, say } from "./speak.js";
import { Undo } from "./undo.js";

const EVENTS = ["case.opened", "case.claimed", "case.released", "case.decided", "case.undone"];
const KEEP_MS = 120_000;

// The queue's state for as long as the page is open.
function useCases(here) {
  const [, draw] = useState(0);
  const cases = useMemo(() => new Cases({
    me: `moderator:${here.session.id}`,
    changed: () => draw((turn) => turn + 1),
    complain: here.complain,
    decided: (count) => ownCount.add(count),
  }), []);
  useEffect(() => {
    cases.show(asked(here.query)).catch(here.complain);
    const keeping = setInterval(() => cases.keep(), KEEP_MS);
    return () => {
      clearInterval(keeping);
      cases.release();
    };
  }, []);
  useLive(cases);
  return cases;
}

const asked = (query) => ({ state: "open", order: "oldest", ...Object.fromEntries(query) });

function useLive(cases) {
  useEffect(() => {
    const stream = new EventSource(address("/v1/events"));
    for (const name of EVENTS) stream.addEventListener(name, (event) => cases.heard(name, JSON.parse(event.data)));
    for (const name of ["hello", "reset"]) stream.addEventListener(name, () => cases.missed()); // what came before it is not told
    return () => stream.close();
  }, []);
}

// Which dialog each action opens; the others are done at once.
const DIALOGS = ["reject", "edit_and_publish", "escalate", "forward", "take_down", "copies"];

function actions(cases, open, here) {
  const decide = (action) => () => cases.hand && cases.decide({ action });
  const ask = (dialog) => () => cases.hand && open(dialog);
  const changes = {
    publish: decide("publish"), spam: decide("spam"), restore: decide("restore"), reject: decide("reject"), rejectWhy: ask("reject"),
    edit: ask("edit_and_publish"), escalate: ask("escalate"), forward: ask("forward"), takeDown: ask("take_down"), copies: ask("copies"),
    undo: () => cases.undo().catch(here.complain),
    select: () => cases.hand && cases.toggle(cases.hand.id),
  };
  const reading = {
    up: () => cases.step(-1), down: () => cases.step(1),
    reveal: () => { cases.revealed = !cases.revealed; cases.changed(); },
    search: () => { location.hash = "search"; }, help: () => open("help"),
  };
  return here.may("moderator") ? { ...changes, ...reading } : reading;
}

function useKeys(settings, done) {
  const current = useRef(done);
  current.current = done;
  useEffect(() => {
    const keys = new Keys(settings.keys, settings.keys_on);
    const pressed = (event) => {
      if (document.querySelector("dialog[open]")) return;
      const asked = keys.actions(event);
      if (asked.length) event.preventDefault();
      for (const name of asked) current.current[name]?.();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [settings.keys, settings.keys_on]);
}

function Heading({ cases, settings }) {
  const { count, more } = cases.counts.waiting;
  return html`<div class="heading"><h1>${say("page.queue")} <span class="count" aria-live="polite">${number(count)}${more ? "+" : ""}</span></h1>
    ${settings.own_count && html`<span class="hint">${say("own.count", { count: number(ownCount.today()) })}</span>`}</div>`;
}

export function Queue() {
  const here = useHere();
  const [dialog, open] = useState(null);
  const cases = useCases(here);
  const todo = actions(cases, open, here);
  useKeys(here.settings, todo);
  const close = () => open(null);
  return html`<div class="queue">
    <${Heading} cases=${cases} settings=${here.settings} />
    <${Filters} cases=${cases} />
    ${here.may("moderator") && html`<${Bulk} cases=${cases} />`}
    <div class="panes">
      <${List} cases=${cases} />
      <section class="hand" tabindex="-1" aria-label=${say("hand")} aria-busy=${cases.loading}>
        ${cases.hand ? html`<${Card} key=${cases.hand.id} found=${cases.hand} gone=${cases.gone} revealed=${cases.revealed} todo=${todo} ask=${open} />` : html`<p class="empty">${say(cases.loading ? "loading" : "queue.empty")}</p>`}
      </section>
    </div>
    ${DIALOGS.includes(dialog) && cases.hand && html`<${Deciding} action=${dialog} cases=${cases} close=${close} />`}
    ${dialog === "help" && html`<${Help} close=${close} />`}
    <${Undo} cases=${cases} />
  </div>`;
}
