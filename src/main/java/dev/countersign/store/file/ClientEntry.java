package dev.countersign.store.file;

import dev.countersign.client.Client;

/**
 * A client, and where it stands in the text of its file. Immutable.
 *
 * @param begin the offset of its brace
 * @param end the offset behind its last brace
 */
record ClientEntry(Client client, int begin, int end) {}
