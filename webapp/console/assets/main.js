// The frame around every page: where one can go, who is signed in, what has just been done.

import { get } from "./api.js";
import { clientPage } from "./client/page.js";
import { clientsPage } from "./clients/list.js";
import { dialogTemplate } from "./dialog.js";
import { newsTemplate, forgetNews } from "./news.js";
import { failure } from "./parts.js";
import { overviewPage } from "./overview/page.js";
import { link, route, start } from "./router.js";
import { signedIn, signedInAs } from "./session.js";
import { afterDrawing, html, nothing, show } from "./ui.js";

/** A text, the same at each drawing, or the picture would be loaded at each. */
const ICON = new URL("icon.svg", import.meta.url).href;

const PLACES = [
  ["overview", "Overview"],
  ["clients", "Clients"],
];

let page = null;
let shown = {};
let arrived = false;

/** A page has a title, a template, and may have moved(route), for another part of the same page, and left(). */
function open(wanted) {
  forgetNews();
  const same = page && wanted.client === shown.client && wanted.page === shown.page && page.moved;
  shown = wanted;
  if (same) {
    page.moved(wanted);
    return;
  }
  arrived = page !== null;
  page?.left?.();
  page = wanted.client !== undefined ? clientPage(wanted) : wanted.page === "overview" ? overviewPage() : clientsPage(wanted);
}

function here() {
  const { client, page: name } = route();
  return client === undefined && name === "overview" ? "overview" : "clients";
}

/** A mistake of ours must not leave the page as it was, with everything on it dead. */
function body() {
  try {
    return page.template();
  } catch (mistake) {
    console.error(mistake);
    return html`<h1>${page.title()}</h1>
      ${failure({ message: "This cannot be shown. That is a fault in the console; its details are in the browser's own console." }, () => location.reload())}`;
  }
}

show(() => {
  document.title = `${page.title()} · Countersign`;
  return html`
    <a class="visually-hidden-focusable skip" href="#main">Skip to the page</a>
    <header>
      <nav class="frame" aria-label="Console">
        <span class="brand"><img src=${ICON} alt="" width="28" height="28" /> Countersign</span>
        <ul class="nav nav-underline">
          ${PLACES.map(([name, label]) => html`<li class="nav-item"><a class="nav-link ${here() === name ? "active" : ""}" aria-current=${here() === name ? "page" : nothing} href=${link({ page: name })}>${label}</a></li>`)}
        </ul>
        <form class="who" method="post" action="logout">
          <span id="who">${signedIn()}</span>
          <button class="btn btn-sm btn-outline-primary" type="submit">Sign out</button>
        </form>
      </nav>
    </header>
    <main class="frame" id="main" tabindex="-1">${newsTemplate()} ${body()}</main>
    ${dialogTemplate()}
  `;
});

// Whoever listens hears where they have come to, and tabs on from there.
afterDrawing((root) => {
  if (arrived) {
    arrived = false;
    const heading = root.querySelector("main h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
});

start(open);

get("/whoami").then(
  ({ body }) => signedInAs(body.name),
  // The page itself says what is wrong.
  () => {},
);
