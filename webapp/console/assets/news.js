// What has just been done, for those who look and for those who listen; until one goes elsewhere.

import { html, update } from "./ui.js";

let news = [];

/** @param warnings whole sentences that the interface said along with it */
export function tell(text, warnings = []) {
  news = [{ text, colour: "success" }, ...warnings.map((warning) => ({ text: warning, colour: "warning" }))];
  update();
}

export function tellProblem(problem) {
  news = [{ text: problem.message, colour: "danger" }];
  update();
}

export function forgetNews() {
  news = [];
}

/** The region is always there, or what is put into it would not be read out. */
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
