import { html } from "../ui.js";

export const connectTab = (model) => ({ template: () => html`<p>${model.id}</p>` });
