/** What commands ask of a running server through its REST interface: clients as files declare them, above all. */
@NullMarked
package dev.countersign.declare;

import org.jspecify.annotations.NullMarked;
