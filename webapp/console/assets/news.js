// Messages about what has just been done, shown and read out by screen readers; until the next page opens.

import { afterDrawing, html, update } from "./ui.js";

let news = [];

/** Whether there is something that has not been scrolled to yet. */
let fresh = false;

/** @param warnings whole sentences that the interface said along with it */
export function tell(text, warnings = []) {
  news = [{ text, colour: "success" }, ...warnings.map((warning) => ({ text: warning, colour: "warning" }))];
  fresh = true;
  update();
}

export function tellProblem(problem) {
  news = [{ text: problem.message, colour: "danger" }];
  fresh = true;
  update();
}

export function forgetNews() {
  news = [];
}

/** The region is always in the page: screen readers announce only changes of an existing one. */
export const newsTemplate = () => html`
  <div class="news" role="status">
    ${news.map(
      ({ text, colour }) => html`
        <div class="alert alert-${colour} alert-dismissible">
          ${text}<button class="btn-close" type="button" aria-label="Dismiss" @click=${() => (forgetNews(), update())}></button>
        </div>
      `,
    )}
  </div>
`;

// It covers nothing; so it is scrolled to, when a button far below was pressed.
afterDrawing((root) => {
  if (fresh && news.length) {
    fresh = false;
    root.querySelector(".news").scrollIntoView({ block: "nearest" });
  }
});
