import { html } from "../ui.js";

export const overviewPage = () => ({ title: () => "Overview", template: () => html`<h1>Overview</h1>` });
