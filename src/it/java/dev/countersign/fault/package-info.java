/**
 * Faults of what is around a node, made for real: the database, the network to it, the disk, the clock, and the node's
 * own process. What was answered is written down, and judged when the fault is over.
 */
@NullMarked
package dev.countersign.fault;

import org.jspecify.annotations.NullMarked;
