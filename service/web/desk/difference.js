// What was changed between two texts, word by word (longest common subsequence).
import { html } from "./html.js";
import { say } from "./speak.js";

const MOST = 400; // words; longer texts are shown without a difference, which would take too long

export function changes(before, after) {
  const [one, other] = [before, after].map((text) => text.match(/\s+|\S+/g) ?? []);
  if (one.length > MOST || other.length > MOST) return null;
  const longest = table(one, other);
  const found = [];
  for (let i = 0, j = 0; i < one.length || j < other.length; ) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      found.push(["same", one[i++]]);
      j++;
    } else if (j >= other.length || (i < one.length && longest[i + 1][j] >= longest[i][j + 1])) found.push(["gone", one[i++]]);
    else found.push(["new", other[j++]]);
  }
  return found;
}

// How long the longest common subsequence of both rests is, for every place.
function table(one, other) {
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      lengths[i][j] = one[i] === other[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

export function Difference({ before, after }) {
  const found = changes(before, after);
  if (!found || before === after) return null;
  const piece = ([kind, text]) => (kind === "gone" ? html`<del>${text}</del>` : kind === "new" ? html`<ins>${text}</ins>` : text);
  return html`<p class="difference"><span class="hint">${say("difference")}</span> <bdi dir="auto">${found.map(piece)}</bdi></p>`;
}
