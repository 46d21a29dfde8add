import { html } from "../ui.js";

export const keysTab = (model) => ({ template: () => html`<p>${model.id}</p>` });
