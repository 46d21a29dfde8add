/** Remembers used assertions in the memory of this node, and across restarts in a journal. Pure JDK. */
@NullMarked
package dev.countersign.replay;

import org.jspecify.annotations.NullMarked;
