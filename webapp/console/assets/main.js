// The frame around every page: navigation, the signed-in person, messages.

import { get } from "./api.js";
import { eventsPage } from "./client/events.js";
import { clientPage } from "./client/page.js";
import { clientsPage } from "./clients/list.js";
import { dialogTemplate } from "./dialog.js";
import { leakedPage } from "./leaked/page.js";
import { newsTemplate, forgetNews } from "./news.js";
import { badge, failure } from "./parts.js";
import { overviewPage } from "./overview/page.js";
import { link, route, start } from "./router.js";
import { mayChange, signedIn, signedInAs } from "./session.js";
import { signingKeysPage } from "./signing-keys/page.js";
import { afterDrawing, html, nothing, show } from "./ui.js";

/** A constant string: a new one at each drawing would reload the image. */
const ICON = new URL("icon.svg", import.meta.url).href;

const PLACES = [
  ["overview", "Overview"],
  ["clients", "Clients"],
  ["events", "Events"],
  ["signing-keys", "Signing keys"],
  ["leaked", "Leaked secrets"],
];

/** By name in the URL; any other name is that of the list of clients. */
const PAGES = { __proto__: null, overview: overviewPage, events: eventsPage, "signing-keys": signingKeysPage, leaked: leakedPage };

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
  page = wanted.client !== undefined ? clientPage(wanted) : (PAGES[wanted.page] ?? clientsPage)(wanted);
}

function here() {
  const { client, page: name } = route();
  return client === undefined && name in PAGES ? name : "clients";
}

/** A defect in a page is shown as such: otherwise the old page would stay, with all its controls dead. */
function body() {
  try {
    return page.template();
  } catch (mistake) {
    console.error(mistake);
    return html`<h1>${page.title()}</h1>
      ${failure({ message: "This page cannot be shown, because of a fault in the console. Details are in the browser's developer console." }, () => location.reload())}`;
  }
}

// Known before the first drawing, so that no button appears that cannot work.
await get("/whoami").then(
  ({ body }) => signedInAs(body),
  // The page itself shows the failure.
  () => {},
);

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
          <span id="who">${signedIn()}</span> ${mayChange() ? nothing : badge("secondary", "auditor")}
          <button class="btn btn-sm btn-outline-primary" type="submit">Sign out</button>
        </form>
      </nav>
    </header>
    <main class="frame" id="main" tabindex="-1">${newsTemplate()} ${body()}</main>
    ${dialogTemplate()}
  `;
});

// Moves the focus to the new page's heading: a screen reader reads it, and Tab goes on from there.
afterDrawing((root) => {
  if (arrived) {
    arrived = false;
    const heading = root.querySelector("main h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
});

start(open);

