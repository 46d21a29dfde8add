/** Keeps the clients in a file. Follows its changes, and makes some. */
@NullMarked
package dev.countersign.store.file;

import org.jspecify.annotations.NullMarked;
