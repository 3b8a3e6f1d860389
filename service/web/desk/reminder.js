// A word about a break, now and then; who does not want it sets it to 0.
import { html, useEffect, useState } from "./html.js";
import { say } from "./speak.js";

export function Reminder({ every }) {
  const [due, setDue] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!every) return undefined;
    const timer = setTimeout(() => setDue(true), every * 60_000);
    return () => clearTimeout(timer);
  }, [every, turn]);
  const rested = () => {
    setDue(false);
    setTurn(turn + 1);
  };
  return due && every ? html`<aside class="reminder" role="status"><p>${say("break", { minutes: every })}</p><button type="button" onClick=${rested}>${say("break.done")}</button></aside>` : null;
}
