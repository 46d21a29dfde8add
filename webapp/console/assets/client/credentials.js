import { html } from "../ui.js";

export const credentialsTab = (model) => ({ template: () => html`<p>${model.id}</p>` });
