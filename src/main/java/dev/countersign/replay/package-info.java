/** Remembers used assertions in the memory of this node. Pure JDK. */
@NullMarked
package dev.countersign.replay;

import org.jspecify.annotations.NullMarked;
