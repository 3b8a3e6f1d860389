// Uses the one-time link that this page was opened by; its secret stands behind #, which no server and no log sees.
const byId = (id) => document.getElementById(id);
const form = byId("setup");

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.title}: ${answer.cure} (${answer.code})`);
  return answer;
}

async function setUp() {
  const password = byId("password").value;
  const name = byId("name").value.trim() || null;
  const ready = await post("/v1/session/setup", { token: location.hash.slice(1), password, name });
  history.replaceState(null, "", location.pathname); // it opens nothing any more
  await post("/v1/session", { name: ready.name, password });
  byId("who").textContent = ready.name;
  byId("done").hidden = false;
  form.hidden = true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const problem = byId("problem");
  problem.hidden = true;
  try {
    await setUp();
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
  }
});
