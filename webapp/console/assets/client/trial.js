import { html } from "../ui.js";

export const trialTab = (model) => ({ template: () => html`<p>${model.id}</p>` });
