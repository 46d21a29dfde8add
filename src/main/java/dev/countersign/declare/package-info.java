/** Clients as files declare them, compared with those of a running server through its REST interface. */
@NullMarked
package dev.countersign.declare;

import org.jspecify.annotations.NullMarked;
