// What can still be taken back, with the seconds that are left.
import { html, useEffect, useState } from "./html.js";
import { useHere } from "./here.js";
import { say } from "./speak.js";

export function Undo({ cases }) {
  const { complain } = useHere();
  const [, draw] = useState(0);
  const waiting = cases.undoable.length > 0;
  useEffect(() => {
    if (!waiting) return undefined;
    const tick = setInterval(() => {
      draw((turn) => turn + 1);
      cases.forget();
    }, 500);
    return () => clearInterval(tick);
  }, [waiting]);
  const last = cases.undoable.at(-1);
  const seconds = last ? Math.max(Math.ceil((last.until - Date.now()) / 1000), 0) : 0;
  const words = last && say("undo.did", { what: say(`did.${last.decisions[0].action}`), count: last.decisions.length });
  return html`<div class="undo" role="status">${last && html`<span>${words}</span>
    <button type="button" onClick=${() => cases.undo(last).catch(complain)}>${say("undo")} <span aria-hidden="true">(${seconds})</span></button>
    ${cases.undoable.length > 1 && html`<span class="hint">${say("undo.more", { count: cases.undoable.length - 1 })}</span>`}`}</div>`;
}
