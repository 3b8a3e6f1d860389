// Plots; whoever does not see them has the numbers.
import { html } from "./html.js";
import { number, say } from "./speak.js";

const WIDE = 400;
const HIGH = 150;
const FOOT = 18;
const HEAD = 14;
const MOST_LABELS = 8;

function Figure({ title, points, children }) {
  const line = ([name, value]) => html`<tr><th scope="row">${name}</th><td>${number(value)}</td></tr>`;
  return html`<figure class="plot"><figcaption><b>${title}</b></figcaption>${children}
    <details><summary class="hint">${say("stats.table")}</summary><table><thead><tr><th scope="col">${say("stats.name")}</th><th scope="col">${say("stats.count")}</th></tr></thead><tbody>${points.map(line)}</tbody></table></details></figure>`;
}

// Points [name, value] as columns side by side, in their order.
export function Columns({ title, points }) {
  const most = Math.max(1, ...points.map(([, value]) => value));
  const step = WIDE / Math.max(points.length, 1);
  const every = Math.ceil(points.length / MOST_LABELS);
  const column = ([name, value], at) => {
    const height = (value / most) * (HIGH - FOOT - HEAD);
    return html`<rect x=${at * step + step * 0.1} y=${HIGH - FOOT - height} width=${step * 0.8} height=${height}><title>${name}: ${number(value)}</title></rect>
      ${at % every === 0 && html`<text x=${at * step + step / 2} y=${HIGH - 4} text-anchor="middle">${name}</text>`}`;
  };
  return html`<${Figure} title=${title} points=${points}><svg viewBox=${`0 0 ${WIDE} ${HIGH}`} aria-hidden="true">
    <text x="0" y="10">${number(most)}</text><line x1="0" x2=${WIDE} y1=${HIGH - FOOT} y2=${HIGH - FOOT} />${points.map(column)}</svg></${Figure}>`;
}

// Points [name, value, share] as bars one below the other; their numbers stand beside them.
export function Bars({ title, points }) {
  const most = Math.max(1, ...points.map(([, value]) => value));
  const bar = ([name, value, share]) => html`<li><span>${name}</span><span>${number(value)} (${Math.round(share * 100)}%)</span><progress max=${most} value=${value} aria-hidden="true"></progress></li>`;
  return html`<figure class="plot"><figcaption><b>${title}</b></figcaption><ul class="bars">${points.map(bar)}</ul></figure>`;
}
