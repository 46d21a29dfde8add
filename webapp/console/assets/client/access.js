// The fields about what a client may see, from where it may come, and what maintains it, in the tab Settings.

import { check, field } from "../parts.js";
import { html, nothing } from "../ui.js";
import { member } from "./save.js";

export const accessFields = (model) => html`
  ${check({ ...member(model, "administrator"), label: "Administrator", help: "May use the REST interface at /admin, as you do." })}
  ${check({ ...member(model, "auditor"), label: "Auditor", help: "May read everything at /admin and /metrics, and change nothing." })}
  ${field({ ...member(model, "allowed_sources"), label: "Allowed sources", rows: 2, help: "The addresses that its requests may come from, one IP address or range such as 10.0.0.0/8 or 2001:db8::/32 on each line. From elsewhere its credentials and access tokens are refused. None: any address." })}
  ${model.base.managed_by ? html`<p class="text-secondary">Managed by <strong>${model.base.managed_by}</strong>: what is changed here may be changed back by it.</p>` : nothing}
`;
