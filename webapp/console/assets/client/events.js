import { html } from "../ui.js";

export const eventsTab = (model) => ({ template: () => html`<p>${model.id}</p>` });
