// The console's first page: who is signed in, how authentication goes, and the clients. Whatever comes from the
// store goes into the page as text, never as markup.

const ADMIN = "../admin";

const byId = (id) => document.getElementById(id);

/** An element with text or elements in it. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** What the interface said instead of what was asked for. */
class Refused extends Error {
  constructor(status, problem) {
    super(status === 401 ? "Your session has ended. Reload the page to sign in again." : problem.detail);
    this.field = problem.field;
  }
}

async function call(method, path, body) {
  const request = { method, credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } };
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(ADMIN + path, request);
  } catch {
    throw new Error("The server cannot be reached.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(response.status, { detail: `The server answered ${response.status}.`, ...answer });
  }
  return answer;
}

function show(place, error) {
  place.hidden = !error;
  place.textContent = error ? error.message : "";
}

const report = (error) => show(byId("problem"), error);

// The clients

const list = {
  turn: 0,
  search: "",
  next: undefined,

  /** Begins anew, or goes on where the page before ended. An answer that was overtaken by a later question is dropped. */
  async load(after) {
    const turn = ++this.turn;
    const question = new URLSearchParams({ limit: "50" });
    if (this.search) {
      question.set("search", this.search);
    }
    if (after) {
      question.set("after", after);
    } else {
      byId("clients").replaceChildren();
    }
    byId("more").hidden = true;
    byId("state").textContent = "Loading…";
    try {
      const page = await call("GET", `/clients?${question}`);
      if (turn === this.turn) {
        this.add(page);
        report(null);
      }
    } catch (error) {
      if (turn === this.turn) {
        byId("state").textContent = "The clients could not be read. ";
        byId("state").append(retry());
        report(error);
      }
    }
  },

  add(page) {
    byId("clients").append(...page.items.map(row));
    this.next = page.next;
    byId("more").hidden = !page.next;
    const none = byId("clients").childElementCount === 0;
    const nothing = this.search ? "No client's id or name has a word that begins like this." : "There are no clients yet.";
    byId("state").textContent = none ? nothing : "";
  },
};

function retry() {
  const button = element("button", { type: "button", class: "quiet" }, "Try again");
  button.addEventListener("click", () => list.load());
  return button;
}

function row(client) {
  const id = element("th", { scope: "row" }, element("code", {}, client.client_id));
  if (client.administrator) {
    id.append(element("span", { class: "badge" }, "administrator"));
  }
  return element(
    "tr",
    {},
    id,
    element("td", {}, client.client_name),
    element("td", {}, client.access_type.replace("_", "-")),
    element("td", {}, methods.label(client.token_endpoint_auth_method)),
    element("td", client.enabled ? {} : { class: "off" }, client.enabled ? "yes" : "no"),
  );
}

// The list box and its fields

const methods = {
  known: [],

  async load() {
    this.known = (await call("GET", "/authenticators")).items;
    const options = this.known.map((each) => element("option", { value: each.method }, each.label));
    byId("token_endpoint_auth_method").replaceChildren(...options);
    this.choose();
  },

  find(name) {
    return this.known.find((each) => each.method === name || each.alternatives.includes(name));
  },

  label(name) {
    return this.find(name)?.label ?? name;
  },

  /** Draws the fields of the method that is chosen. */
  choose() {
    const chosen = this.find(byId("token_endpoint_auth_method").value);
    byId("method-help").textContent = chosen?.help ?? "";
    byId("properties").replaceChildren(...(chosen?.properties ?? []).map(field));
  },
};

function field(property) {
  const id = `property-${property.name}`;
  const attributes = { id, name: property.name, "data-property": "", "aria-describedby": `${id}-help` };
  if (property.required) {
    attributes.required = "";
  }
  const input =
    property.type === "choice"
      ? element("select", attributes, ...choices(property))
      : element("input", { ...attributes, type: property.type, maxlength: "4000", autocomplete: "off" });
  return element(
    "div",
    { class: "field" },
    element("label", { for: id }, property.name),
    input,
    element("p", { class: "help", id: `${id}-help` }, property.help),
  );
}

function choices(property) {
  const options = property.allowed_values.map((value) => element("option", { value }, value));
  return property.required ? options : [element("option", { value: "" }, ""), ...options];
}

// Creating one

const creation = byId("creation-form");

function wanted() {
  const client = {
    client_name: creation.elements.client_name.value,
    access_type: creation.elements.access_type.value,
    token_endpoint_auth_method: creation.elements.token_endpoint_auth_method.value,
    scope: creation.elements.scope.value.trim().replace(/\s+/g, " "),
    administrator: creation.elements.administrator.checked,
  };
  if (creation.elements.client_id.value) {
    client.client_id = creation.elements.client_id.value;
  }
  for (const input of creation.querySelectorAll("[data-property]")) {
    if (input.value) {
      client[input.name] = input.value;
    }
  }
  return client;
}

async function create(event) {
  event.preventDefault();
  const submit = byId("creation-submit");
  submit.disabled = true;
  for (const input of creation.elements) {
    input.removeAttribute("aria-invalid");
  }
  try {
    const client = await call("POST", "/clients", wanted());
    byId("creation").close();
    showCreated(client);
    list.load();
  } catch (error) {
    show(byId("creation-problem"), error);
    const culprit = error.field && creation.elements.namedItem(error.field);
    culprit?.setAttribute("aria-invalid", "true");
    (culprit ?? byId("creation-problem")).scrollIntoView({ block: "nearest" });
    culprit?.focus();
  } finally {
    submit.disabled = false;
  }
}

function showCreated(client) {
  byId("created-id").textContent = client.client_id;
  byId("created-secret").textContent = client.client_secret ?? "";
  for (const part of document.querySelectorAll(".with-secret")) {
    part.hidden = !client.client_secret;
  }
  byId("copied").textContent = "";
  byId("created").showModal();
}

/** Without permission for the clipboard, the text is selected at least. */
async function copy(source, button) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
    byId("copied").textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(source);
    button.textContent = "Press Ctrl+C";
  }
}

for (const what of ["id", "secret"]) {
  const button = byId(`copy-${what}`);
  button.addEventListener("click", () => copy(byId(`created-${what}`), button));
}

byId("created").addEventListener("close", () => {
  byId("created-secret").textContent = "";
  byId("copy-id").textContent = "Copy";
  byId("copy-secret").textContent = "Copy";
});
byId("created-close").addEventListener("click", () => byId("created").close());
byId("creation-cancel").addEventListener("click", () => byId("creation").close());
creation.addEventListener("submit", create);
byId("token_endpoint_auth_method").addEventListener("change", () => methods.choose());
byId("create").addEventListener("click", () => {
  creation.reset();
  methods.choose();
  show(byId("creation-problem"), null);
  byId("creation").showModal();
});
byId("more").addEventListener("click", () => list.load(list.next));

let pause;
byId("search").addEventListener("input", (event) => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    list.search = event.target.value.trim();
    list.load();
  }, 200);
});

// Who, and how it goes

async function greet() {
  byId("who").textContent = (await call("GET", "/whoami")).name;
}

async function count() {
  const numbers = await call("GET", "/statistics");
  const tiles = [
    ["Let in", numbers.granted],
    ["Refused", numbers.refused],
    ["Throttled", numbers.throttled],
    ["Could not tell", numbers.unavailable],
  ];
  const drawn = tiles.map(([label, number]) =>
    element("div", {}, element("dt", {}, label), element("dd", {}, number.toLocaleString())),
  );
  byId("numbers").replaceChildren(...drawn);
  byId("numbers").removeAttribute("aria-busy");
}

greet().catch(report);
count().catch(report);
// The labels are needed to draw the list; without them it shows the methods' names.
methods.load().catch(report).finally(() => list.load());
