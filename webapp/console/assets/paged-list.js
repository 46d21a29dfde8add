// A list that is read page by page: as far as it has been read, what went wrong, and the way to more.

import { get, query } from "./api.js";
import { counted } from "./format.js";
import { failure, loading } from "./parts.js";
import { html, update } from "./ui.js";

const PAGE_SIZE = 50;

/**
 * @param path of the call; narrowed: a function that makes what the query says beside the page; noun: of one item; none: a function that says why there is none
 * @returns items; load: begins anew, or goes on after what it is given; below: the template of what stands below the items
 */
export function pagedList({ path, narrowed, noun, none }) {
  const list = { items: [], load, below };
  let next;
  let problem = null;
  let busy = true;
  let turn = 0;

  /** An answer that was overtaken by a later question is dropped. */
  async function load(after) {
    const mine = ++turn;
    busy = true;
    problem = null;
    update();
    const page = await get(path + query({ ...narrowed(), after, limit: PAGE_SIZE })).catch((failed) => ({ failed }));
    if (mine !== turn) {
      return;
    }
    busy = false;
    if (page.failed) {
      problem = page.failed;
    } else {
      list.items = after ? [...list.items, ...page.body.items] : page.body.items;
      next = page.body.next;
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
        <button class="btn btn-outline-primary" type="button" @click=${() => load(next)}>Show more</button>
      </div>`;
    }
    return list.items.length ? html`<p class="state small" role="status">${counted(list.items.length, noun)} in all.</p>` : none();
  }

  return list;
}
