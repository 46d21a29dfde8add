// What happens to a client's older secrets or keys when a newer one is made.

import { life, span } from "../format.js";
import { html, nothing } from "../ui.js";

const OVERLAPS = [
  ["PT0S", "at once"],
  ["PT1H", "in one hour"],
  ["P1D", "in one day"],
  ["P7D", "in 7 days"],
  ["P30D", "in 30 days"],
];

const keeps = (store) => store?.kind === "jdbc";

/** The last one, by proof of use, in the terms that the server has when none are given; not every store keeps it. */
export const overlaps = (store) => (keeps(store) ? [...OVERLAPS, ["until_unused", "when unused for 7 days, in 90 days at the latest"]] : OVERLAPS);

/** Under the date of one that was replaced and may end before that. */
export const waiting = ({ expires_at: end, replaced_by: newer, unused_for: unused }) =>
  newer && life(end) !== "expired" ? html`<div class="small">or when unused for ${span(unused)}, once the newer one is used</div>` : nothing;

/** Whether a registered key may still sign in: where expired certificates are accepted, only its own end counts. */
const works = (server, { not_after: validity, expires_at: end }) =>
  life(end) !== "expired" && (server.expired_certificates === "accept" || life(validity) !== "expired");

/**
 * The field about the older keys; absent: there are none, or the store does not keep when keys end.
 *
 * @param server what it says of itself; undefined: not known yet
 */
export function olderKeys(model, server, part) {
  const others = server ? model.base.certificates.filter((key) => works(server, key)).length : 0;
  return others && keeps(server.store)
    ? {
        ...part,
        name: "overlap",
        label: others === 1 ? "Old key stops working" : `${others} old keys stop working`,
        choices: [["", "not yet"], ...overlaps(server.store)],
        help: "Keep it until the client has its new key. “Last used” tells when an old one was last needed.",
      }
    : undefined;
}

/** Whether the older ones are refused from now on. */
export const atOnce = (overlap) => overlap === "PT0S";

/** What is sent of it. */
export const replacing = (overlap) => (overlap ? { replace: true, overlap } : {});
