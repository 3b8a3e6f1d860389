// The box alone, for a frame: /embed?key=pk_…&thread=https://…&lang=vi&theme=dark. Tells the page around it how high it is.
(() => {
  "use strict";
  const asked = new URLSearchParams(location.search);
  const box = document.createElement("guest-comments");
  for (const name of ["key", "thread", "lang"]) if (asked.has(name)) box.setAttribute(name, asked.get(name));
  if (["light", "dark"].includes(asked.get("theme"))) document.documentElement.dataset.theme = asked.get("theme");
  document.documentElement.lang = asked.get("lang") === "en" ? "en" : "vi";
  document.getElementById("place").append(box);
  const tell = () => parent.postMessage({ type: "guest-comments-height", height: document.documentElement.scrollHeight }, "*"); // a number, for whoever frames us
  new ResizeObserver(tell).observe(document.body);
})();
