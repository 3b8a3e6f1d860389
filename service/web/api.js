// Shows the service's own OpenAPI document; every word is set as text.
const calls = document.querySelector("#calls");

function add(parent, tag, text) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  parent.append(made);
  return made;
}

function typeOf(schema) {
  const one = (part) => part.$ref?.split("/").pop() ?? (part.items ? `${typeOf(part.items)}[]` : part.type ?? "any");
  return (schema.oneOf ?? schema.anyOf ?? [schema]).map(one).join(" | ");
}

function describeFields(parent, document_, schema) {
  const named = document_.components.schemas[schema?.$ref?.split("/").pop()];
  const list = named?.properties && add(parent, "ul");
  for (const [name, field] of Object.entries(named?.properties ?? {})) {
    const item = add(list, "li");
    add(item, "code", name);
    const needed = named.required?.includes(name) ? ", required" : "";
    item.append(`: ${typeOf(field)}${needed}`);
  }
}

function describeCall(document_, path, method, call) {
  const section = add(calls, "section");
  add(section, "h2", `${method.toUpperCase()} ${path}`);
  add(section, "p", call.description ?? call.summary);
  for (const { name, in: place, required } of call.parameters ?? []) {
    add(section, "p", `${name} (${place}${required ? ", required" : ""})`);
  }
  const body = call.requestBody?.content?.["application/json"]?.schema;
  if (body) add(section, "h3", `Body: ${typeOf(body)}`);
  describeFields(section, document_, body);
  add(section, "h3", "Answers");
  const answers = add(section, "ul");
  for (const [status, { description }] of Object.entries(call.responses)) {
    add(answers, "li", `${status}: ${description}`);
  }
}

const answer = await fetch("/openapi.json");
const document_ = await answer.json();
for (const [path, methods] of Object.entries(document_.paths)) {
  for (const [method, call] of Object.entries(methods)) describeCall(document_, path, method, call);
}
