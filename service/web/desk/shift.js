// Who is on duty, and what the shift before left to say.
import { get, post } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { sayDuty } from "./onduty.js";
import { ago, moment, number, say } from "./speak.js";

const AGAIN_MS = 60_000;

function useDuty(complain) {
  const [people, setPeople] = useState([]);
  const read = () => get("/v1/duty").then((answer) => setPeople(answer.moderators), complain);
  useEffect(() => {
    read();
    const timer = setInterval(read, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return [people, read];
}

function Duty() {
  const { complain, session, may } = useHere();
  const [people, read] = useDuty(complain);
  const on = people.some((one) => one.id === session.id && one.since);
  const set = () => sayDuty(!on).then(read, complain);
  const line = (one) => html`<li key=${one.id}><b><bdi>${one.name}</bdi></b> · ${one.since ? say("duty.since", { time: moment(one.since) }) : say("duty.here")} · ${say("duty.cases", { count: number(one.cases) })}</li>`;
  return html`<section><h2>${say("duty")}</h2><ul>${people.map(line)}</ul>${!people.length && html`<p class="empty">${say("duty.none")}</p>`}
    ${may("moderator") && html`<button type="button" aria-pressed=${on} onClick=${set}>${say(on ? "duty.end" : "duty.begin")}</button>`}</section>`;
}

function Notes() {
  const { complain, may } = useHere();
  const [page, setPage] = useState({ notes: [], next: null });
  const read = () => get("/v1/handover").then(setPage, complain);
  useEffect(() => void read(), []);
  const more = () => get("/v1/handover", { before: page.next }).then((next) => setPage({ ...next, notes: [...page.notes, ...next.notes] }), complain);
  const send = (event) => {
    event.preventDefault();
    const form = event.target;
    post("/v1/handover", Object.fromEntries(new FormData(form))).then(() => {
      form.reset();
      return read();
    }, complain);
  };
  const line = (one) => html`<li key=${one.id}><p class="meta"><b><bdi>${one.name}</bdi></b> · <time datetime=${one.at} title=${moment(one.at)}>${ago(one.at)}</time></p><p class="text"><bdi dir="auto">${one.text}</bdi></p></li>`;
  return html`<section><h2>${say("handover")}</h2>
    ${may("moderator") && html`<form onSubmit=${send}><label>${say("handover.text")}<textarea name="text" rows="4" required maxlength="4000"></textarea></label><div class="end"><button class="main">${say("save")}</button></div></form>`}
    <ul class="notes">${page.notes.map(line)}</ul>${page.next && html`<button type="button" onClick=${more}>${say("more")}</button>`}</section>`;
}

export function Shift() {
  return html`<h1>${say("page.shift")}</h1><${Duty} /><${Notes} />`;
}
