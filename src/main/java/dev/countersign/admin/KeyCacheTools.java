package dev.countersign.admin;

import dev.countersign.auth.KeyCache;
import dev.countersign.auth.KeyDescriber;
import dev.countersign.client.ChangeAnnouncer;

/**
 * What the calls about the key cache work with.
 *
 * @param cache of this node
 * @param announcer has the others forget
 */
public record KeyCacheTools(KeyCache cache, ChangeAnnouncer announcer, KeyDescriber describer) {}
