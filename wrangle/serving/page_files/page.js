"use strict";
// Everything that comes from the server is set as text, never as markup.
const at = (id) => document.getElementById(id);
const made = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
};
const shown = (value) => (value === null ? "null" : typeof value === "string" ? `'${value}'` : JSON.stringify(value));
let properties = {};
let example = {};

async function call(path, options = {}) {
  const token = at("token").value.trim();
  const headers = { ...(options.headers || {}), ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(path, { ...options, headers });
  const value = await answer.json();
  if (answer.status === 401) at("token-row").hidden = false;
  if (!answer.ok) throw new Error(value.error ? value.error.message : `the server says ${answer.status}`);
  return value;
}

async function load() {
  const told = await call("/openapi.json");
  const record = told.components.schemas.Record;
  at("name").textContent = told.info.title;
  document.title = told.info.title;
  properties = record.properties;
  example = told.paths["/explain"].post.requestBody.content["application/json"].examples.one.value;
  const fields = at("fields");
  fields.replaceChildren(made("legend", "Raw record"));
  for (const [name, what] of Object.entries(properties)) {
    const label = made("label", name);
    const contract = what["x-contract"] || {};
    const unit = contract.unit ? ` ${contract.unit}` : "";
    label.append(" ", made("small", `${contract.type || ""}${unit}`));
    const input = made("input");
    input.name = name;
    input.placeholder = "null";
    label.append(input);
    fields.append(label);
  }
}

function fill(record) {
  for (const input of at("fields").querySelectorAll("input")) {
    const value = record[input.name];
    input.value = value === null || value === undefined ? "" : String(value);
  }
}

function asked() {
  const record = {};
  for (const input of at("fields").querySelectorAll("input")) {
    if (input.value !== "") record[input.name] = read(input.name, input.value);
  }
  return record;
}

// A column of raw text takes the text as it is; others take the number or truth value that it means.
function read(name, text) {
  const types = [].concat(properties[name].type || []);
  if (types[0] === "string") return text;
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  const number = Number(text);
  return (types.includes("number") || types.includes("integer")) && text.trim() !== "" && Number.isFinite(number) ? number : text;
}

function tell(answer) {
  const box = at("answer");
  box.className = answer.status;
  box.replaceChildren(made("strong", answer.status === "rejected" ? "rejected" : String(answer.prediction)));
  if (answer.status !== "rejected") box.append(` ${answer.status}`);
  for (const [label, share] of Object.entries(answer.probabilities || {})) {
    const bar = made("div", undefined, "bar");
    const meter = made("meter");
    meter.value = share;
    bar.append(made("span", label), meter, made("span", share === null ? "" : share.toFixed(3)));
    box.append(bar);
  }
  if (answer.score !== undefined) box.append(made("div", `score ${answer.score}`));
  const list = made("ul");
  for (const why of answer.why || []) list.append(made("li", why));
  for (const flag of answer.flags || []) list.append(made("li", `${flag.by}: ${flag.why}`));
  if (list.children.length) box.append(list);
}

function walk(steps) {
  const list = at("steps");
  list.replaceChildren();
  for (const step of steps) {
    const item = made("li", undefined, step.rejected ? "gone" : step.changes.length ? "" : "same");
    item.append(made("b", step.step));
    if (!step.changes.length && !step.rejected) item.append(" no change");
    for (const { column, before, after } of step.changes) {
      const line = made("div", `${column}: `);
      line.append(made("del", shown(before)), " → ", made("ins", shown(after)));
      item.append(line);
    }
    for (const why of step.rejected || []) item.append(made("div", `rejected: ${why}`));
    list.append(item);
  }
}

function fail(error) {
  const box = at("answer");
  box.className = "error";
  box.replaceChildren(made("strong", "refused"), made("div", error.message));
  at("steps").replaceChildren();
}

at("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    if (!Object.keys(properties).length) await load();
    const body = JSON.stringify(asked());
    const told = await call("/explain", { method: "POST", headers: { "content-type": "application/json" }, body });
    tell(told.answer);
    walk(told.steps);
  } catch (error) {
    fail(error);
  }
});
at("example").addEventListener("click", () => fill(example));
at("clear").addEventListener("click", () => fill({}));
load().then(() => fill(example), fail);
