// Cuts a text where a finding's span begins or ends.

// Where each code point of *text* begins, in UTF-16 units; verdicts count code points.
function places(text) {
  const starts = [];
  let at = 0;
  for (const point of text) {
    starts.push(at);
    at += point.length;
  }
  return [...starts, at];
}

// The parts of *text* in order, each with the findings whose spans cover it.
export function parts(text, findings) {
  const spans = findings.flatMap((finding) => finding.spans.map((span) => ({ ...span, finding })));
  if (!spans.length) return text ? [{ text, findings: [] }] : [];
  const starts = places(text);
  const at = (point) => starts[Math.min(point, starts.length - 1)];
  const placed = spans.map(({ start, end, finding }) => ({ start: at(start), end: at(end), finding }));
  const cuts = [...new Set([0, text.length, ...placed.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const over = placed.filter((span) => span.start <= start && end <= span.end);
    return { text: text.slice(start, end), findings: over.map((span) => span.finding) };
  });
}

const HARSH = ["toxicity", "words"];

// Whether a part is one that a moderator may want covered until asked for.
export const harsh = (part) => part.findings.some((finding) => HARSH.includes(finding.check));

// How bad a case is to read, 0 to 1.
export function severity(verdict) {
  return Math.max(0, ...verdict.findings.filter((one) => HARSH.includes(one.check)).map((one) => one.score ?? 0.5));
}
