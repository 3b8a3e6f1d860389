// Which key does what, under an input method too.

export const USUAL = {
  up: "ArrowUp", down: "ArrowDown", publish: "Enter", reject: "Delete", rejectWhy: "r", spam: "s", edit: "e", escalate: "l",
  forward: "f", takeDown: "g", restore: "k", undo: "u", select: "x", reveal: "m", copies: "c", search: "/", help: "?",
};

const TONES = { "\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j" }; // acute, grave, hook, tilde, dot
const SHAPES = { "\u0302": (base) => base, "\u0306": () => "w", "\u031b": () => "w" }; // circumflex, breve, horn

// The Telex letters that were typed for one character: "á" is "a" then "s", "đ" is "d" then "d".
export function letters(character) {
  if (character === "đ" || character === "Đ") return ["d", "d"];
  const [base, ...marks] = character.normalize("NFD").toLowerCase();
  return [base, ...marks.map((mark) => TONES[mark] ?? SHAPES[mark]?.(base)).filter(Boolean)];
}

const WRITES = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const NAMED = /^(Arrow(Up|Down)|Enter|Delete|Escape|Home|End|PageUp|PageDown)$/;

const AT_ONCE_MS = 100; // an input method takes back and writes anew at once, a person does not

// Turns key presses into names of actions. An input method takes back what was typed (an injected Backspace) and
// writes the syllable anew: letters that were heard before are not heard again.
export class Keys {
  constructor(bound = {}, on = true) {
    const keys = Object.entries({ ...USUAL, ...bound });
    this._actions = new Map(keys.map(([action, key]) => [key.toLowerCase(), action]));
    this._lettersOn = on; // WCAG 2.1.4: single letters can be switched off
    this._heard = [];
    this._taken = [];
    this._takenAt = 0;
  }

  // The actions that *event* asks for, in order; none inside a field, with a modifier, or for a key of the browser's.
  actions(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target?.closest?.(WRITES)) return [];
    if (event.key === "Backspace") return this._takeBack(event.timeStamp);
    if (NAMED.test(event.key)) return this._named(event);
    return [...event.key].length > 2 || !this._lettersOn ? [] : this._asked(this._new(letters(event.key), event.timeStamp));
  }

  _takeBack(at) {
    if (this._heard.length) this._taken.unshift(this._heard.pop());
    this._takenAt = at;
    return [];
  }

  _new(typed, at) {
    if (at - this._takenAt > AT_ONCE_MS) this._taken = [];
    const fresh = typed.filter((letter) => this._taken[0] !== letter || !this._taken.shift());
    this._heard = [...this._heard, ...typed].slice(-8);
    return fresh;
  }

  _named(event) {
    const used = event.key === "Enter" && event.target?.closest?.("button, a, summary"); // it has a use there
    return used ? [] : this._asked([event.key.toLowerCase()]);
  }

  _asked(keys) {
    return keys.map((key) => this._actions.get(key)).filter(Boolean);
  }
}
