// A list that is read page by page: the items so far, the last failure, and the button for more.

import { get, query } from "./api.js";
import { counted, number } from "./format.js";
import { failure, loading } from "./parts.js";
import { remember, remembered } from "./router.js";
import { html, update } from "./ui.js";

const PAGE_SIZE = 50;

/** What the interface answers at most. */
const MAX_PAGE = 200;

/**
 * @param path of the call; narrowed: a function that makes the other parameters of the query; noun: of one item; none: a function that makes the
 *   text of an empty list; size: a function that tells the size of a page; sorted: puts the items that are there in order
 * @returns items; load: begins anew, or goes on after the given place; below: the template of the status below the items
 */
export function pagedList({ path, narrowed, noun, none, size = () => undefined, sorted = (items) => items }) {
  const list = { items: [], load, below };
  /** How many there are in all, where the interface tells it. */
  let total;
  /** How many are to be read at once: as many as there were when the page was left. */
  let atOnce = remembered().shown ?? 0;
  let next;
  let problem = null;
  let busy = true;
  let turn = 0;

  /** An answer is dropped when a later request has been sent meanwhile. */
  async function load(after) {
    const mine = ++turn;
    const here = location.search;
    busy = true;
    problem = null;
    update();
    const limit = Math.max(size() ?? PAGE_SIZE, Math.min(MAX_PAGE, atOnce - (after ? list.items.length : 0)));
    const page = await get(path + query({ ...narrowed(), after, limit })).catch((failed) => ({ failed }));
    if (mine !== turn) {
      return;
    }
    busy = false;
    if (page.failed) {
      problem = page.failed;
    } else {
      list.items = sorted(after ? [...list.items, ...page.body.items] : page.body.items);
      next = page.body.next;
      total = after ? total : page.body.total;
      if (next && list.items.length < atOnce) {
        load(next);
        return;
      }
      atOnce = 0;
      if (location.search === here) {
        remember({ shown: list.items.length });
      }
    }
    update();
  }

  function below() {
    if (problem) {
      return failure(problem, () => load(list.items.length ? next : undefined));
    }
    if (busy) {
      return loading();
    }
    if (next) {
      return html`<div class="state">
        <p class="small" role="status">${total ? `${number(list.items.length)} of ${counted(total, noun)}.` : `${counted(list.items.length, noun)} so far.`}</p>
        <button class="btn btn-outline-primary" type="button" @click=${() => load(next)}>Show more</button>
      </div>`;
    }
    return list.items.length ? html`<p class="state small" role="status">${counted(list.items.length, noun)} in all.</p>` : none();
  }

  return list;
}
